import type { Request, Response } from 'express'
import { moverOf, type Mover } from '../../applications/index.js'
import { currentUser } from '../../web/current-user.js'
import type { MenuLink } from '../../kernel/menu-item.js'
import { bankTabs, enterpriseTabs } from '../../menus.js'
import { NotFound } from '../../web/errors.js'
import { page, type PageView } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { OffersService } from '../offers.service.js'

/** What every page of this room gets: the organisation of the signed-in person, and the person as mover. */
export type OfferPageContext = {
  readonly offers: OffersService
  readonly organisationId: string
  readonly mover: Mover
  readonly csrf: string
}
export type OfferHandler = (context: OfferPageContext, req: Request, res: Response) => void | Promise<void>

/** Runs a handler for the signed-in person's own organisation; no address names another. @throws NotFound for another kind */
export function withOfferContext(kind: 'enterprise' | 'bank', offers: OffersService, handle: OfferHandler) {
  return async (req: Request, res: Response): Promise<void> => {
    const user = currentUser(req)
    if (user.organisation.kind !== kind) throw new NotFound()
    const context = { offers, organisationId: user.organisation.id, mover: moverOf(user), csrf: csrfToken(req) }
    await handle(context, req, res)
  }
}

type OfferPageFrame = PageView & {
  readonly csrf: string
  readonly isSample: boolean
  readonly tabs: readonly MenuLink[]
}

/** Renders a page of this room with the menu of its side. */
export function offerPage<V extends object>(
  res: Response,
  name: string,
  about: {
    readonly side: 'enterprise' | 'bank'
    readonly csrf: string
    readonly title: string
    readonly isSample: boolean
  },
  view: V,
): void {
  const { side, csrf, title, isSample } = about
  const frame: OfferPageFrame = {
    title,
    indexed: false,
    csrf,
    isSample,
    ...(isSample && { strip: '示例数据：这份申请和它的方案均为示例，不代表任何机构的真实业务。' }),
    tabs: side === 'enterprise' ? enterpriseTabs('applications') : bankTabs('queue'),
  }
  page(res, `offers/${name}`, { ...frame, ...view })
}
