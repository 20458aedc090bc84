import { chinaDay } from '../../kernel/dates.js'
import type { Request, Response } from 'express'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { Reference } from '../../reference/index.js'
import { currentUser } from '../../web/current-user.js'
import type { MenuLink } from '../../kernel/menu-item.js'
import { type EnterpriseTab, enterpriseTabs } from '../../menus.js'
import { page, type PageView } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { type EnterprisesService, ownEnterprise } from '../enterprises.service.js'
import type { Enterprise } from '../rules/enterprise.js'
import type { Need } from '../rules/need.js'
import { type Actor, actorOf } from '../../kernel/actor.js'

/** One bank's handling of an application, as the desk lists it. */
export type ApplicationSummary = {
  readonly href: string
  readonly name: string
  readonly product: string
  readonly state: string
  readonly css: string
  /** Whether somebody of the enterprise has to do something. */
  readonly waits: boolean
  readonly until: string
}

/** What the rooms of applications tell the desk; they are built on this one, so it is handed in. */
export type ApplicationSummaries = {
  readonly latestOf: (enterpriseId: string) => Promise<readonly ApplicationSummary[]>
  /** What of a need is asked for already, and what may still be. */
  readonly shareOf: (need: Need) => Promise<string>
}

/** What the pages of the desk work with. */
export type EnterprisePageDeps = {
  readonly applications: ApplicationSummaries
  readonly enterprises: EnterprisesService
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly now: () => Date
}

/** Everything a handler of the desk needs: whose desk it is, and who sits at it. */
export type EnterprisePageContext = EnterprisePageDeps & {
  readonly enterprise: Enterprise
  readonly by: Actor
  readonly isOwner: boolean
  /** Today in China. */
  readonly today: string
  readonly csrf: string
}

export type EnterpriseHandler = (desk: EnterprisePageContext, req: Request, res: Response) => void | Promise<void>

/** Opens the desk of the enterprise that the person who is signed in belongs to: no other can be named. */
export function withOwnEnterprise(services: EnterprisePageDeps, handle: EnterpriseHandler) {
  return async (req: Request, res: Response): Promise<void> => {
    const user = currentUser(req)
    const enterprise = await ownEnterprise(services.enterprises, user)
    const desk = { enterprise, by: actorOf(user), isOwner: user.role === 'owner', today: chinaDay(services.now()) }
    res.set('Cache-Control', 'no-store')
    await handle({ ...services, ...desk, csrf: csrfToken(req) }, req, res)
  }
}

/** The names of codes: industries, green classes and the banks of the catalogue in force. */
export async function currentVocabulary({ catalogue }: Pick<EnterprisePageDeps, 'catalogue'>) {
  return (await catalogue.current()).vocabulary
}

/** What every page of the desk shows around its content. */
type EnterpriseFrame = PageView & {
  readonly csrf: string
  readonly enterpriseName: string
  readonly isSample: boolean
  readonly tabs: readonly MenuLink[]
}

/** A page of the desk with its frame. */
export function renderEnterprisePage<V extends object>(
  res: Response,
  name: string,
  desk: EnterprisePageContext,
  about: { title: string; tab: EnterpriseTab },
  view: V,
): void {
  const { enterprise, csrf } = desk
  const frame: EnterpriseFrame = {
    title: about.title,
    indexed: false,
    csrf,
    enterpriseName: enterprise.name,
    isSample: enterprise.isSample,
    ...(enterprise.isSample && { strip: '示例数据：这家企业和它的数据均为示例，不代表任何真实企业。' }),
    tabs: enterpriseTabs(about.tab),
  }
  page(res, `enterprises/${name}`, { ...frame, ...view })
}
