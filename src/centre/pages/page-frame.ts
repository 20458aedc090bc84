import type { Request, Response } from 'express'
import type { AccountsService } from '../../accounts/index.js'
import type { Actor } from '../../kernel/actor.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { EnterprisesService } from '../../enterprises/index.js'
import type { Mail } from '../../notices/index.js'
import type { Reference } from '../../reference/index.js'
import { centreTabs, type CentreTab } from '../../menus.js'
import { page } from '../../web/page.js'
import type { FormFault, Typed } from '../../web/form.js'
import { csrfToken } from '../../web/security/index.js'
import type { Connection } from 'mongoose'
import type { CentreService } from '../centre.service.js'

/** Whether sample data is loaded, and the switch for it. */
export type Samples = {
  readonly areOn: () => Promise<boolean>
  readonly turnOn: (by: Actor) => Promise<void>
  readonly turnOff: (by: Actor) => Promise<void>
}

/** The services that the pages of the centre use. */
export type CentrePageContext = {
  readonly connection: Connection
  readonly centre: CentreService
  readonly enterprises: Pick<EnterprisesService, 'list' | 'get' | 'approve' | 'returnWith'>
  readonly accounts: Pick<AccountsService, 'list' | 'find' | 'disable' | 'enable'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
  readonly reference: Pick<Reference, 'divisions' | 'industries'>
  readonly mail: Pick<Mail, 'post' | 'deliver'>
  readonly samples: Samples
}

export type Refused = { readonly faults: readonly FormFault[]; readonly typed: Typed }

/** A page with the menu of the centre; a refused form answers 422 and keeps what was typed. */
export function centrePage(
  req: Request,
  res: Response,
  name: string,
  tab: CentreTab,
  view: { readonly title: string; readonly strip?: string } & Readonly<Record<string, unknown>>,
  refused?: Refused,
): void {
  if (refused) res.status(422)
  page(res, `centre/${name}`, {
    indexed: false,
    csrf: csrfToken(req),
    tabs: centreTabs(tab),
    faults: refused?.faults ?? [],
    typed: refused?.typed ?? {},
    ...view,
  })
}

export const SAMPLE_STRIP = '标有“示例”的企业和数据均为示例，不代表任何真实企业。'
