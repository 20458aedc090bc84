import type { Request as Asked, Response } from 'express'
import { refusalOf, STATE_NAMES } from '../../applications/index.js'
import { FEE_KINDS, FEE_NAMES, REPAYMENT_METHODS } from '../../finance/index.js'
import { addMonths, formatDate, chinaDay } from '../../kernel/dates.js'
import { exactWanText } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import type { FormFault, Typed } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { anonymous } from '../anonymous.js'
import { effectiveRate } from '../../finance/index.js'
import { DAY_COUNTS, FEE_MEASURES, FEE_PAYERS, FEE_STATES, FEE_TIMES, feeField, typedClaim } from '../claim.form.js'
import { takesClaims } from '../claim-window.js'
import type { Claim } from '../claim.js'
import type { Context } from '../context.js'
import { frozenRecord } from '../frozen-record.js'
import { requestFor, type HallRequest } from '../hall-request.js'
import { namesOf } from '../names.js'
import { scoreParts } from '../score-text.js'
import { myProducts } from './my-products.views.js'

/** `GET /bank/hall/:id`: a request without its name, the bank's own products, and its claim. */
export const showHallRequest = (context: Context) => (req: Asked, res: Response) =>
  hallRequestPage(context, req, res, { faults: [], typed: null })

type Form = { readonly faults: readonly FormFault[]; readonly typed: Typed | null }

/** The page of a request, also after a claim that was refused: with its faults and what was typed. */
export async function hallRequestPage(context: Context, req: Asked, res: Response, form: Form): Promise<void> {
  const user = currentUser(req)
  const at = await requestFor(context, user.organisation.id, idParam(req))
  const { request, window, own } = at
  const [record, claims, catalogue] = await Promise.all([
    frozenRecord(context, request.id),
    context.claims.ofBank(request.id, user.organisation.id),
    context.catalogue.at(request.catalogue),
  ])
  const { vocabulary } = catalogue ?? (await context.catalogue.current())
  const about = anonymous(request, namesOf(context.reference))
  const claim = claims.find(({ windowId }) => windowId === window.id) ?? null
  const open = own === null && takesClaims(window, context.now())
  page(res, 'hall/request', {
    title: `${about.amount}，${about.term}，${about.purpose}`,
    indexed: false,
    tabs: bankTabs('hall'),
    ...(about.isSample && { strip: '示例数据：这项需求来自示例企业，不代表任何真实企业。' }),
    csrf: csrfToken(req),
    about,
    hallHref: paths.hall({}),
    ruleHref: paths.placeRule({}),
    window: { number: window.number, closes: formatInstant(window.closesAt), text: windowText(at, open) },
    products: myProducts(at.products, record, vocabulary),
    open,
    faults: form.faults,
    form: open ? claimForm(at, claim, form, chinaDay(context.now())) : null,
    claim: claim?.state === 'standing' ? claimView(claim) : null,
    outcomes: claims.flatMap(outcomeView),
    place: own && placeView(at),
  })
}

function windowText({ window, own }: HallRequest, open: boolean): string {
  if (own !== null) return '贵行已获得过这项需求的名额。'
  if (open)
    return `第 ${window.number} 轮认领，截止 ${formatInstant(window.closesAt)}。截止前可以修改或撤回；任何银行都看不到其他银行是否认领。`
  if (window.state === 'open') return `认领已于 ${formatInstant(window.closesAt)} 截止，名额正在分配。`
  return `第 ${window.number} 轮认领已于 ${formatInstant(window.closedAt ?? window.closesAt)} 结束。名额再次空出时会重新接受认领。`
}

function claimForm({ request, products, window }: HallRequest, claim: Claim | null, form: Form, today: string) {
  const start: Typed = { dayCount: 'month', validUntil: addMonths(today, 1), product: products[0]?.productId ?? '' }
  const typed = form.typed ?? (claim === null ? start : typedClaim(claim))
  const at = (field: string) => typed[field] ?? ''
  const words = (field: string) => form.faults.find((one) => one.field === field)?.message ?? ''
  const field = (name: string) => ({ name, value: at(name), fault: words(name) })
  const options = (name: string, all: readonly (readonly [string, string])[]) => ({
    ...field(name),
    options: all.map(([value, text]) => ({ value, text, chosen: value === at(name) })),
  })
  return {
    action: paths.hallClaim({ id: request.id }),
    withdrawal: paths.hallClaimWithdrawal({ id: request.id }),
    changing: claim?.state === 'standing',
    wrong: form.faults.length > 0,
    window: window.number,
    version: claim?.version ?? 0,
    product: options(
      'product',
      products.map(({ productId, productName }) => [productId, productName] as const),
    ),
    method: options(
      'method',
      REPAYMENT_METHODS.map((name) => [name, name] as const),
    ),
    dayCount: options('dayCount', Object.entries(DAY_COUNTS)),
    amount: field('amount'),
    rate: field('rate'),
    months: field('months'),
    validUntil: field('validUntil'),
    conditions: field('conditions'),
    fees: FEE_KINDS.map((kind) => ({
      name: FEE_NAMES[kind],
      state: options(feeField(kind, 'state'), Object.entries(FEE_STATES)),
      amount: field(feeField(kind, 'amount')),
      measure: options(feeField(kind, 'measure'), Object.entries(FEE_MEASURES)),
      payer: options(
        feeField(kind, 'payer'),
        FEE_PAYERS.map((name) => [name, `由${name}承担`] as const),
      ),
      when: options(feeField(kind, 'when'), Object.entries(FEE_TIMES)),
    })),
  }
}

function claimView({ productName, terms, by, at }: Claim) {
  const cost = effectiveRate(terms)
  return {
    product: productName,
    amount: exactWanText(terms.amountFen),
    rate: formatRatePct(terms.rateBp / 100),
    months: `${terms.months} 个月`,
    method: terms.method,
    cost: cost === null ? '有费用未知，算不出' : `${formatRatePct(cost / 100)}（年化，单利）`,
    by: `${by.name}，${formatInstant(at)}`,
    validUntil: formatDate(terms.validUntil),
  }
}

function outcomeView({ outcome, state, at }: Claim) {
  if (outcome === null) return []
  return [
    {
      placed: state === 'placed',
      text: `${formatInstant(at)} 的认领排第 ${outcome.rank} 名，${state === 'placed' ? '获得名额' : '没有获得名额'}`,
      parts: scoreParts(outcome.score),
    },
  ]
}

function placeView({ own, request }: HallRequest) {
  if (own === null) return null
  return {
    href: paths.application({ id: own.id }),
    number: own.number,
    state: STATE_NAMES[own.state],
    awaited: own.state === 'claimed',
    release:
      refusalOf('release', own, 'officer') === null
        ? { action: paths.hallRelease({ id: request.id }), version: own.version }
        : null,
  }
}
