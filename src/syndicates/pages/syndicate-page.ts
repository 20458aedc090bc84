import type { Request, Response } from 'express'
import { currentUser } from '../../web/current-user.js'
import type { MenuLink } from '../../kernel/menu-item.js'
import { bankTabs, bureauTabs, enterpriseTabs } from '../../menus.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { fault, type FormFault, type Typed } from '../../web/form.js'
import { page, type PageView } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { SyndicatesService } from '../syndicates.service.js'

export type SyndicatePagesDeps = { readonly syndicates: SyndicatesService; readonly now: () => Date }
export type RefusedSyndicateForm = { readonly faults: readonly FormFault[]; readonly typed: Typed }

const DASHBOARDS = {
  bank: ['银行工作台', bankTabs],
  enterprise: ['企业工作台', enterpriseTabs],
  bureau: ['工信局工作台', bureauTabs],
} as const

/** Renders a page about syndicates with the menu of the signed-in organisation. */
export function renderSyndicatePage(
  req: Request,
  res: Response,
  name: string,
  view: PageView & Readonly<Record<string, unknown>>,
  refused?: RefusedSyndicateForm,
): void {
  if (refused) res.status(422)
  const { kind } = currentUser(req).organisation
  const dashboard = kind === 'centre' ? null : DASHBOARDS[kind]
  const tabs: readonly MenuLink[] = dashboard === null ? [] : dashboard[1]('syndicates')
  page(res, `syndicates/${name}`, {
    indexed: false,
    csrf: csrfToken(req),
    deskLabel: dashboard?.[0] ?? '',
    tabs,
    faults: refused?.faults ?? [],
    ...view,
  })
}

export const SYNDICATE_SAMPLE_STRIP =
  '示例数据：标有“示例”的银团、机构和金额不代表任何真实机构；标有“报道”的数字见所注来源。'

/** The faults of a use case with the links to their controls. */
export const formFaults = (faults: readonly FieldFault[]): readonly FormFault[] =>
  faults.map(({ field, message }) => fault(field, message))
