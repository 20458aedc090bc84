import type { Request, Response } from 'express'
import { z } from 'zod'
import { chinaDay } from '../../kernel/dates.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { bankTabs } from '../../menus.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { Invalid } from '../../web/errors.js'
import { readForm } from '../../web/form.js'
import { page } from '../../web/page.js'
import { idParam } from '../../web/request-params.js'
import { csrfToken } from '../../web/security/index.js'
import type { HallContext } from '../hall.context.js'
import { amountBand, anonymousRequestOf, codeNamesOf } from '../rules/anonymous-request.js'
import { acceptsBids } from '../rules/bidding-window.js'
import { placeBid, withdrawBid } from '../use-cases/bid.js'
import { frozenRecord, hallRequestFor } from '../use-cases/find-hall-request.js'
import { releasePlace } from '../use-cases/release-places.js'
import { readBid, readShownBid } from './bid.form.js'
import {
  bidForm,
  bidView,
  myProducts,
  outcomeView,
  placeView,
  windowText,
  type RefusedBidForm,
} from './hall-request.views.js'

/** `GET /bank/hall/:id`: a request without its name, the bank's own products, and its bid. */
export const showHallRequest = (context: HallContext) => (req: Request, res: Response) =>
  renderHallRequest(context, req, res, { faults: [], typed: null })

/** The page of a request; after a refused form with its faults and what was typed. */
async function renderHallRequest(
  context: HallContext,
  req: Request,
  res: Response,
  form: RefusedBidForm,
): Promise<void> {
  const user = currentUser(req)
  const found = await hallRequestFor(context, user.organisation.id, idParam(req))
  const { request, window, own } = found
  const [record, bids, catalogue] = await Promise.all([
    frozenRecord(context, request.id),
    context.bids.listOfBank(request.id, user.organisation.id),
    context.catalogue.at(request.catalogue),
  ])
  const { vocabulary } = catalogue ?? (await context.catalogue.current())
  const about = anonymousRequestOf(request, codeNamesOf(context.reference))
  const bid = bids.find(({ windowId }) => windowId === window.id) ?? null
  const open = own === null && acceptsBids(window, context.now())
  page(res, 'hall/request', {
    title: `${about.amount}，${about.term}，${about.purpose}`,
    indexed: false,
    tabs: bankTabs('hall'),
    ...(about.isSample && { strip: '示例数据：这项需求来自示例企业，不代表任何真实企业。' }),
    csrf: csrfToken(req),
    about,
    hallHref: paths.hall({}),
    ruleHref: paths.placeRule({}),
    window: { number: window.number, closes: formatInstant(window.closesAt), text: windowText(found, open) },
    products: myProducts(found.products, record, vocabulary),
    open,
    faults: form.faults,
    form: open ? bidForm(found, bid, form, chinaDay(context.now())) : null,
    claim: bid?.state === 'standing' ? bidView(bid) : null,
    outcomes: bids.flatMap(outcomeView),
    place: own && placeView(found),
  })
}

const backTo = (req: Request, res: Response) => {
  res.redirect(303, paths.hallRequest({ id: idParam(req) }))
}

/** `POST /bank/hall/:id/claim`: makes or changes the bank's bid. */
export const postBid = (context: HallContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const { products, request } = await hallRequestFor(context, user.organisation.id, idParam(req))
  const catalogue = (await context.catalogue.at(request.catalogue)) ?? (await context.catalogue.current())
  const today = chinaDay(context.now())
  const read = readBid(
    req.body,
    products.map(({ productId: id }) => catalogue.products.get(id) ?? { id }),
    today,
    amountBand(request.amountFen),
  )
  if (!read.ok) {
    res.status(422)
    await renderHallRequest(context, req, res, read)
    return
  }
  await placeBid(context, user, idParam(req), read.bid, read.shown)
  backTo(req, res)
}

/** `POST /bank/hall/:id/claim/withdrawal` */
export const postBidWithdrawal = (context: HallContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  await hallRequestFor(context, user.organisation.id, idParam(req))
  const shown = readShownBid(req.body)
  if (shown === null) throw new Invalid([{ path: 'version', message: '请刷新页面后重试' }])
  await withdrawBid(context, user, idParam(req), shown)
  backTo(req, res)
}

const release = z.strictObject({
  version: z
    .string('请刷新页面后重试')
    .regex(/^\d{1,6}$/, '请刷新页面后重试')
    .transform(Number),
  reason: z.string('请填写放弃的原因').trim().min(1, '请填写放弃的原因').max(500, '放弃的原因最多 500 个字'),
})

/** `POST /bank/hall/:id/release`: the bank gives up its place. */
export const postRelease = (context: HallContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  await hallRequestFor(context, user.organisation.id, idParam(req))
  const read = readForm(release, req.body)
  if (!read.ok) {
    res.status(422)
    await renderHallRequest(context, req, res, read)
    return
  }
  await releasePlace(context, user, idParam(req), read.value.reason, read.value.version)
  backTo(req, res)
}
