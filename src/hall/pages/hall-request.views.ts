import {
  describeCondition,
  type LeafNode,
  type MatchRecord,
  type Node,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import { refusalOf, STATE_NAMES, type ChosenProduct } from '../../applications/index.js'
import { effectiveRate, FEE_KINDS, FEE_NAMES, REPAYMENT_METHODS } from '../../finance/index.js'
import { addMonths, formatDate } from '../../kernel/dates.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { exactWanText } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import type { FormFault, Typed } from '../../web/form.js'
import type { Bid } from '../data/bid.store.js'
import { scoreParts } from '../rules/allocate-places.js'
import type { HallRequest } from '../use-cases/find-hall-request.js'
import { DAY_COUNTS, FEE_MEASURES, FEE_PAYERS, FEE_STATES, FEE_TIMES, feeField, typedBid } from './bid.form.js'

/** What a refused form shows again; `typed` is null for a fresh one. */
export type RefusedBidForm = { readonly faults: readonly FormFault[]; readonly typed: Typed | null }

/** The state of the window in a sentence. @param open whether the bank may bid now */
export function windowText({ window, own }: HallRequest, open: boolean): string {
  if (own !== null) return '贵行已获得过这项需求的名额。'
  if (open)
    return `第 ${window.number} 轮认领，截止 ${formatInstant(window.closesAt)}。截止前可以修改或撤回；任何银行都看不到其他银行是否认领。`
  if (window.state === 'open') return `认领已于 ${formatInstant(window.closesAt)} 截止，名额正在分配。`
  return `第 ${window.number} 轮认领已于 ${formatInstant(window.closedAt ?? window.closesAt)} 结束。名额再次空出时会重新接受认领。`
}

/** The form of a bid: what was typed, else the bank's bid, else usual values. @param today a date */
export function bidForm(
  { request, products, window }: HallRequest,
  bid: Bid | null,
  form: RefusedBidForm,
  today: string,
) {
  const start: Typed = { dayCount: 'month', validUntil: addMonths(today, 1), product: products[0]?.productId ?? '' }
  const typed = form.typed ?? (bid === null ? start : typedBid(bid))
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
    changing: bid?.state === 'standing',
    wrong: form.faults.length > 0,
    window: window.number,
    version: bid?.version ?? 0,
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

export function bidView({ productName, terms, by, at }: Bid) {
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

export function outcomeView({ outcome, state, at }: Bid) {
  if (outcome === null) return []
  return [
    {
      placed: state === 'placed',
      text: `${formatInstant(at)} 的认领排第 ${outcome.rank} 名，${state === 'placed' ? '获得名额' : '没有获得名额'}`,
      parts: scoreParts(outcome.score),
    },
  ]
}

export function placeView({ own, request }: HallRequest) {
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

/** A condition as a bank without a place sees it: the requirement and whether it is met, never the enterprise's value. */
type ConditionView = {
  readonly state: Node['state']
  readonly word: string
  readonly text: string
  /** `both` for a group that mixes published and illustrative conditions. */
  readonly basis: 'published' | 'illustrative' | 'both'
}

const STATE_TEXTS = { pass: '符合', unknown: '待补充', fail: '不符合' } as const

/** The bank's own products with verdicts and conditions from the frozen record, without any value of the enterprise. */
export function myProducts(products: readonly ChosenProduct[], record: MatchRecord, names: Vocabulary) {
  return products.map(({ productId, productName, verdict }) => {
    const result = record.results.find(({ product }) => product === productId)
    const conditions = (result?.conditions ?? []).map((node) => conditionView(node, names))
    const met = conditions.filter(({ state }) => state === 'pass').length
    return {
      id: productId,
      name: productName,
      href: paths.product({ id: productId }),
      state: verdict === 'eligible' ? ('pass' as const) : ('unknown' as const),
      word: verdict === 'eligible' ? '符合' : '待补充',
      summary: `${conditions.length} 项条件，${met} 项符合`,
      conditions,
    }
  })
}

function conditionView(node: Node, names: Vocabulary): ConditionView {
  const leaves = leavesIn(node)
  const bases = new Set(leaves.map(({ basis }) => basis))
  const texts = leaves.map((leaf) => describeCondition(leaf, names))
  return {
    state: node.state,
    word: STATE_TEXTS[node.state],
    text: 'fact' in node ? (texts[0] ?? '') : `${groupText(node)}${texts.join('；')}`,
    basis: bases.size === 1 ? (leaves[0]?.basis ?? 'both') : 'both',
  }
}

const groupText = (node: Exclude<Node, LeafNode>): string =>
  'any' in node ? '满足以下任一即可：' : 'all' in node ? '须同时满足：' : '不能属于：'

function leavesIn(node: Node): readonly LeafNode[] {
  if ('fact' in node) return [node]
  return ('any' in node ? node.any : 'all' in node ? node.all : node.not).flatMap(leavesIn)
}
