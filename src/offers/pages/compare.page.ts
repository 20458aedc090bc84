import type { Response } from 'express'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { fault, type FormFault, type Typed } from '../../web/form.js'
import { cheapest, compareOffers, type ComparedOffer } from '../compare-offers.js'
import { readChoice } from './choice.form.js'
import { choiceForm, otherBanks, summaryOf, takenView } from './choice.views.js'
import { columnOf, columnsOf, compareGroups } from './compare.views.js'
import { verdictOf } from './compare-words.js'
import { wanText } from './money-text.js'
import { offerPage, type OfferDesk, type OfferHandler } from './offer-frame.js'

/** The two plans that are looked at closely; empty for all. */
type Pair = readonly string[]

/** `GET /enterprise/requests/:id/offers`: the offers of a request side by side; `a` and `b` name two of them. */
export const showOffers: OfferHandler = async (desk, req, res) => {
  const pair = [req.query.a, req.query.b].filter((one) => typeof one === 'string')
  await comparePage(desk, { requestId: idParam(req), pair, typed: {}, faults: [] }, res)
}

/** `POST /enterprise/requests/:id/choice`: chooses one offer, or several together. */
export const chooseOffers: OfferHandler = async (desk, req, res) => {
  const requestId = idParam(req)
  const form = readChoice(req.body)
  const { picks, rest, choice } = form
  // Whose request it is comes before what is wrong with the form.
  await desk.offers.requestOf(desk.organisationId, requestId)
  const order = { enterpriseId: desk.organisationId, requestId, picks, rest, choice, mover: desk.mover }
  const chosen = form.faults.length > 0 ? null : await desk.offers.choose(order)
  if (chosen?.ok) return res.redirect(303, paths.enterpriseRequestOffers({ id: requestId }))
  const refused = chosen?.error.map(({ field, message }) => fault(field, message))
  const faults = refused ?? form.faults
  res.status(422)
  await comparePage(desk, { requestId, pair: [], typed: form.typed, faults }, res)
}

type Asked = {
  readonly requestId: string
  readonly pair: Pair
  readonly typed: Typed
  readonly faults: readonly FormFault[]
}

async function comparePage(desk: OfferDesk, { requestId, pair, typed, faults }: Asked, res: Response): Promise<void> {
  const { request, applications, choice } = await desk.offers.requestOf(desk.organisationId, requestId)
  const today = desk.offers.today()
  const live = compareOffers(applications, today).filter(({ standing }) => standing !== 'gone')
  const open = live.filter(({ standing }) => standing === 'open')
  const best = cheapest(live)
  const columns = pairOf(live, pair)
  const view = {
    lead: `${request.title}（${request.number}），申请 ${wanText(request.amountFen)}，${request.termMonths} 个月。`,
    back: paths.enterpriseApplications({}),
    verdict: verdictOf(live),
    summaries: live.map((one) => summaryOf(one, live.length > 1 && best.includes(one))),
    pairing: live.length > 2 ? pairingOf(live, columns) : null,
    columns: columnsOf(columns),
    groups: columns.length > 0 ? compareGroups(columns) : [],
    form: choiceForm({ request, applications, open, choice: choice.version, typed, faults }),
    taken: takenView(request, applications, choice.version),
    others: otherBanks(applications, request, today),
    faults,
  }
  const about = { side: 'enterprise', csrf: desk.csrf, title: '方案比较', isSample: request.isSample } as const
  offerPage(res, 'compare', about, view)
}

/** Two plans where two different ones of these are named, otherwise all. */
function pairOf(live: readonly ComparedOffer[], pair: Pair): readonly ComparedOffer[] {
  const named = live.filter(({ application }) => pair.includes(application.id))
  return named.length === 2 ? named : live
}

function pairingOf(live: readonly ComparedOffer[], columns: readonly ComparedOffer[]) {
  const narrowed = columns.length < live.length
  const option = (place: number) => (one: ComparedOffer) => ({
    ...columnOf(one),
    chosen: columns[place]?.application.id === one.application.id,
  })
  return { narrowed, total: live.length, first: live.map(option(0)), second: live.map(option(1)) }
}
