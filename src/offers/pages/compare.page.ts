import type { Response } from 'express'
import { exactWanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { fault, type FormFault, type Typed } from '../../web/form.js'
import { cheapest, compareOffers, type ComparedOffer } from '../rules/compare-offers.js'
import { readChoice } from './choice.form.js'
import { choiceForm, otherBanks, summaryOf, chosenView } from './choice.views.js'
import { columnOf, columnsOf, compareGroups, verdictOf } from './compare.views.js'
import { offerPage, type OfferPageContext, type OfferHandler } from './offer-page.js'

/** The ids of two applications to compare; empty for all. */
type Pair = readonly string[]

/** `GET /enterprise/requests/:id/offers`: the offers of a request side by side; `a` and `b` name two of them. */
export const showOffers: OfferHandler = async (context, req, res) => {
  const pair = [req.query.a, req.query.b].filter((one) => typeof one === 'string')
  await comparePage(context, { requestId: idParam(req), pair, typed: {}, faults: [] }, res)
}

/** `POST /enterprise/requests/:id/choice`: chooses one offer, or several together. */
export const chooseOffers: OfferHandler = async (context, req, res) => {
  const requestId = idParam(req)
  const form = readChoice(req.body)
  const { picks, rest, choice } = form
  // Access is checked before the form.
  await context.offers.requestOf(context.organisationId, requestId)
  const order = { enterpriseId: context.organisationId, requestId, picks, rest, choice, mover: context.mover }
  const chosen = form.faults.length > 0 ? null : await context.offers.choose(order)
  if (chosen?.ok) return res.redirect(303, paths.enterpriseRequestOffers({ id: requestId }))
  const refused = chosen?.error.map(({ field, message }) => fault(field, message))
  const faults = refused ?? form.faults
  res.status(422)
  await comparePage(context, { requestId, pair: [], typed: form.typed, faults }, res)
}

type ComparePageState = {
  readonly requestId: string
  readonly pair: Pair
  readonly typed: Typed
  readonly faults: readonly FormFault[]
}

async function comparePage(
  context: OfferPageContext,
  { requestId, pair, typed, faults }: ComparePageState,
  res: Response,
): Promise<void> {
  const { request, applications, choice } = await context.offers.requestOf(context.organisationId, requestId)
  const today = context.offers.today()
  const live = compareOffers(applications, today).filter(({ status }) => status !== 'gone')
  const open = live.filter(({ status }) => status === 'open')
  const best = cheapest(live)
  const columns = pairOf(live, pair)
  const view = {
    lead: `${request.title}（${request.number}），申请 ${exactWanText(request.amountFen)}，${request.termMonths} 个月。`,
    back: paths.enterpriseApplications({}),
    verdict: verdictOf(live),
    summaries: live.map((one) => summaryOf(one, live.length > 1 && best.includes(one))),
    pairing: live.length > 2 ? pairingOf(live, columns) : null,
    columns: columnsOf(columns),
    groups: columns.length > 0 ? compareGroups(columns) : [],
    form: choiceForm({ request, applications, open, choice: choice.version, typed, faults }),
    taken: chosenView(request, applications, choice.version),
    others: otherBanks(applications, request, today),
    faults,
  }
  const about = { side: 'enterprise', csrf: context.csrf, title: '方案比较', isSample: request.isSample } as const
  offerPage(res, 'compare', about, view)
}

/** The two named offers, or all when fewer than two are named. */
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
