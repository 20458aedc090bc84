import type { Request, Response } from 'express'
import type { AccountsService } from '../accounts/index.js'
import type { Actor } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { Mail } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Reference } from '../reference/index.js'
import { page } from '../web/page.js'
import type { FormFault, Typed } from '../web/form.js'
import { csrfToken } from '../web/security/index.js'
import type { Connection } from 'mongoose'
import type { CentreService } from './centre-service.js'

/** Whether samples are here, and how they come and go. */
export type Samples = {
  readonly areOn: () => Promise<boolean>
  readonly turnOn: (by: Actor) => Promise<void>
  readonly turnOff: (by: Actor) => Promise<void>
}

/** What the pages of the centre work with. */
export type CentreDeps = {
  readonly connection: Connection
  readonly centre: CentreService
  readonly enterprises: Pick<EnterprisesService, 'list' | 'get' | 'approve' | 'returnWith'>
  readonly accounts: Pick<AccountsService, 'list' | 'find' | 'disable' | 'enable'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
  readonly reference: Pick<Reference, 'divisions' | 'industries'>
  readonly mail: Pick<Mail, 'post' | 'deliver'>
  readonly samples: Samples
}

const TABS = [
  ['home', '概览', paths.centre({})],
  ['enterprises', '企业', paths.centreEnterprises({})],
  ['institutions', '机构', paths.centreInstitutions({})],
  ['users', '用户', paths.centreUsers({})],
  ['announcements', '公告', paths.centreAnnouncements({})],
  ['registers', '名录', paths.registers({})],
  ['pipeline', '三张清单', paths.pipeline({})],
  ['reported', '外部报送', paths.reported({})],
  ['outbox', '发件箱', paths.outbox({})],
  ['jobs', '定时任务', paths.centreJobs({})],
  ['audit', '操作记录', paths.audit({})],
] as const

export type Refused = { readonly faults: readonly FormFault[]; readonly typed: Typed }

/** A page of the centre's desk with its tabs; a form that was refused answers 422 with what was typed. */
export function centrePage(
  req: Request,
  res: Response,
  name: string,
  tab: (typeof TABS)[number][0],
  view: { readonly title: string; readonly strip?: string } & Readonly<Record<string, unknown>>,
  refused?: Refused,
): void {
  if (refused) res.status(422)
  page(res, `centre/${name}`, {
    indexed: false,
    csrf: csrfToken(req),
    tabs: TABS.map(([id, text, href]) => ({ text, href, current: id === tab })),
    faults: refused?.faults ?? [],
    typed: refused?.typed ?? {},
    ...view,
  })
}

export const SAMPLE_STRIP = '标有“示例”的企业和数据均为示例，不代表任何真实企业。'
