import type { FieldFault } from '../../kernel/field-fault.js'
import type { Request, Response } from 'express'
import { moverOf, scopeOf, type Mover, type ApplicationScope } from '../../applications/index.js'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import { currentUser } from '../../web/current-user.js'
import type { MenuLink } from '../../kernel/menu-item.js'
import { bankTabs, enterpriseTabs } from '../../menus.js'
import { fault, type FormFault, type Typed } from '../../web/form.js'
import { page, type PageView } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { LoansService } from '../loans.service.js'

/** The signed-in person of a loan page: scope, mover and side. */
export type LoanPageContext = {
  readonly scope: ApplicationScope
  readonly mover: Mover
  readonly today: LawDate
  readonly csrf: string
  readonly side: 'bank' | 'enterprise'
}

export function loanPageContext(loans: Pick<LoansService, 'now'>, req: Request): LoanPageContext {
  const user = currentUser(req)
  const side = user.organisation.kind === 'bank' ? 'bank' : 'enterprise'
  const today = chinaDay(loans.now())
  return { scope: scopeOf(user), mover: moverOf(user), today, csrf: csrfToken(req), side }
}

type LoanView = PageView & { readonly csrf: string; readonly tabs: readonly MenuLink[]; readonly deskLabel: string }

/** Renders a page about loans with the menu of the bank or the enterprise. */
export function renderLoanPage<V extends { readonly title: string; readonly isSample?: boolean }>(
  res: Response,
  name: string,
  { csrf, side }: Pick<LoanPageContext, 'csrf' | 'side'>,
  view: V,
): void {
  const frame: LoanView = {
    title: view.title,
    indexed: false,
    csrf,
    tabs: side === 'bank' ? bankTabs('loans') : enterpriseTabs('loans'),
    deskLabel: side === 'bank' ? '银行工作台' : '企业工作台',
    ...(view.isSample && { strip: '示例数据：标有“示例”的贷款为示例，不代表任何真实企业或机构。' }),
  }
  page(res, `loans/${name}`, { ...frame, ...view })
}

export const recordParam = (req: Request): string => String(req.params.record)

/** What a form showed and what is wrong with it, for a page that shows it again. */
export type RefusedLoanForm = { readonly form: string; readonly typed: Typed; readonly faults: readonly FormFault[] }

export const formFaults = (faults: readonly FieldFault[]): readonly FormFault[] =>
  faults.map(({ field, message }) => fault(field, message))

/** The message for each faulty field. */
export const messagesByField = (faults: readonly FormFault[]): Readonly<Record<string, string>> =>
  Object.fromEntries(faults.toReversed().map(({ field, message }) => [field, message]))
