import type { Request, Response } from 'express'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { ownEnterprise, type Enterprise, type EnterprisesService } from '../../enterprises/index.js'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import type { MenuLink } from '../../kernel/menu-item.js'
import { enterpriseTabs } from '../../menus.js'
import { currentUser } from '../../web/current-user.js'
import { page, type PageView } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { ApplicationsService } from '../applications.service.js'
import type { RequestsService } from '../requests.service.js'
import { moverOf, type Mover } from '../rules/mover.js'
import type { StepName } from '../rules/step.js'

/** The services of the enterprise's pages of applications. */
export type ApplyServices = {
  readonly requests: RequestsService
  readonly applications: ApplicationsService
  readonly enterprises: EnterprisesService
  readonly catalogue: CurrentCatalogue
  readonly escalations: Explanations
  readonly now: () => Date
}

/** The banks' explanations of exceeded limits, first to last; the escalations room provides them. */
export type Explanations = {
  explanationsOf(applicationId: string): Promise<readonly BankExplanation[]>
}

export type BankExplanation = {
  readonly step: StepName
  readonly text: string
  /** The day by which the bank promises to be done; null for a step that was done by then. */
  readonly promisedOn: LawDate | null
  readonly at: Date
  readonly by: string
}

/** The services, the enterprise whose pages these are, and the signed-in person as the author of moves. */
export type ApplyContext = ApplyServices & {
  readonly enterprise: Enterprise
  readonly mover: Mover
  readonly csrf: string
  /** Today in China. */
  readonly today: LawDate
}

export type ApplyHandler = (context: ApplyContext, req: Request, res: Response) => void | Promise<void>

/** Handles a request for the signed-in person's own enterprise: no other can be named. */
export function withApplyContext(services: ApplyServices, handle: ApplyHandler) {
  return async (req: Request, res: Response): Promise<void> => {
    const user = currentUser(req)
    const enterprise = await ownEnterprise(services.enterprises, user)
    const today = chinaDay(services.now())
    await handle({ ...services, enterprise, mover: moverOf(user), csrf: csrfToken(req), today }, req, res)
  }
}

type FrameView = PageView & { readonly csrf: string; readonly isSample: boolean; readonly tabs: readonly MenuLink[] }

/** Renders a page of applications with the enterprise's menu. */
export function applyPage<V extends object>(
  res: Response,
  name: string,
  context: ApplyContext,
  title: string,
  view: V,
): void {
  const { isSample } = context.enterprise
  const frame: FrameView = {
    title,
    indexed: false,
    csrf: context.csrf,
    isSample,
    ...(isSample && { strip: '示例数据：这家企业和它的申请均为示例，不代表任何机构的真实业务。' }),
    tabs: enterpriseTabs('applications'),
  }
  page(res, `applications/${name}`, { ...frame, ...view })
}
