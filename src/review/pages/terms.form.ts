import type { Application } from '../../applications/index.js'
import {
  FEE_KINDS,
  FEE_NAMES,
  OFFERED_METHODS,
  planFault,
  type Fee,
  type FeeKind,
  type PlannedPart,
  type PledgedPart,
  type OfferTerms,
} from '../../finance/index.js'
import { isPromise } from '../../enterprises/index.js'
import { addMonths, type LawDate } from '../../kernel/dates.js'
import { parseWan, exactWanText } from '../../kernel/money.js'
import type { CaseFile } from '../rules/case-file.js'
import { FormReader } from './form-reader.js'

/** What the terms are written against. */
export type TermsContext = {
  readonly application: Pick<Application, 'amountFen'>
  readonly securities: CaseFile['securities']
  readonly today: LawDate
}

export const FEE_STATES = ['none', 'known', 'unknown'] as const
export const FEE_MEASURES = ['sum', 'share'] as const
export const FEE_PAYERS = ['企业', '银行'] as const
export const FEE_TIMES = ['start', 'yearly', 'end'] as const
export const DAY_COUNTS = ['month', 'actual/360', 'actual/365'] as const
const FEE_PARTS = ['state', 'measure', 'amount', 'payer', 'by', 'when'] as const

/** The longest rate and term that a form takes seriously. */
export const MOST_RATE_PCT = 36
export const MOST_MONTHS = 600
/** How long an offer may stand open, in months. */
const MOST_VALID_MONTHS = 6

export const feeField = (kind: FeeKind, part: (typeof FEE_PARTS)[number]): string => `fee-${kind}-${part}`
export const securityField = (place: number, part: 'take' | 'value'): string => `sec-${place + 1}-${part}`

const FIXED = ['amount', 'rate', 'months', 'method', 'plan', 'dayCount', 'conditions', 'validUntil', 'reason']

export function termsFields(securities: number): readonly string[] {
  const places = Array.from({ length: securities }, (_, place) => place)
  return [
    ...FIXED,
    ...FEE_KINDS.flatMap((kind) => FEE_PARTS.map((part) => feeField(kind, part))),
    ...places.flatMap((place) => [securityField(place, 'take'), securityField(place, 'value')]),
  ]
}

export type ParsedTerms = {
  readonly reading: FormReader
  readonly terms: OfferTerms | null
  readonly reason: string | null
}

/** Reads the terms of an offer; every fault is named, and none of the kinds of cost may be left out. */
export function readTerms(body: unknown, { application, securities, today }: TermsContext): ParsedTerms {
  const reading = new FormReader(body, termsFields(securities.length))
  const most = exactWanText(application.amountFen)
  const amountFen = reading.wan('amount', '金额', {
    max: application.amountFen,
    maxWords: `不能超过企业申请的 ${most}`,
  })
  const rateBp = reading.percent('rate', '年利率', { min: 0.01, max: MOST_RATE_PCT })
  const months = reading.months('months', '期限', MOST_MONTHS)
  const method = reading.choice('method', '还款方式', OFFERED_METHODS)
  const plan = method === '按计划还本' ? readPlan(reading, { amountFen, months }) : undefined
  const dayCount = reading.choice('dayCount', '计息方式', DAY_COUNTS)
  const fees = FEE_KINDS.map((kind) => readFee(reading, kind))
  const pledged = readSecurities(reading, securities)
  const conditions = reading.text('conditions', '放款前提', { max: 1000 })
  const validUntil = reading.date('validUntil', '有效期', { first: today, last: addMonths(today, MOST_VALID_MONTHS) })
  const reason = reading.text('reason', '说明', { max: 500 }) || null
  if (!reading.ok || method === null || dayCount === null) return { reading, terms: null, reason }
  const known = fees.filter((fee): fee is Fee => fee !== null)
  const terms: OfferTerms = {
    ...{ amountFen, rateBp, months, method, dayCount, fees: known, securities: pledged, conditions, validUntil },
    ...(plan && { plan }),
  }
  return { reading, terms, reason }
}

/** One line of the cost sheet: none, a known one with who pays whom and when, or not known yet. */
function readFee(reading: FormReader, kind: FeeKind): Fee | null {
  const name = FEE_NAMES[kind]
  const state = reading.choice(feeField(kind, 'state'), name, FEE_STATES)
  if (state !== 'known') return state && { kind, state }
  const measure = reading.choice(feeField(kind, 'measure'), `${name}的计算方式`, FEE_MEASURES)
  const amountField = feeField(kind, 'amount')
  const amount =
    measure === 'share'
      ? { kind: measure, bp: reading.percent(amountField, `${name}费率`, { min: 0.01, max: 100 }) }
      : { kind: 'sum' as const, fen: reading.wan(amountField, `${name}金额`) }
  const payer = reading.choice(feeField(kind, 'payer'), `${name}由谁承担`, FEE_PAYERS)
  const chargedBy = reading.text(feeField(kind, 'by'), `${name}的收费方`, { max: 60 })
  const when = reading.choice(feeField(kind, 'when'), `${name}的收取时间`, FEE_TIMES)
  return payer && when && { kind, state, amount, payer, chargedBy, when }
}

/** Of each thing that the enterprise offers, whether it is taken and for how much of its value. */
function readSecurities(reading: FormReader, offered: TermsContext['securities']): readonly PledgedPart[] {
  return offered.flatMap(({ kind, reference, valueFen, pledgedFen }, place): PledgedPart[] => {
    if (reading.raw(securityField(place, 'take')) === '') return []
    const field = securityField(place, 'value')
    // A guarantee stands by who gives it: there is nothing that was appraised.
    if (isPromise(kind)) return [{ kind, reference, valueFen: null }]
    const most = pledgedFen ?? valueFen
    const limit = most === null ? {} : { max: most, maxWords: `不能超过企业提供的 ${exactWanText(most)}` }
    return [{ kind, reference, valueFen: reading.wan(field, `${kind}的抵押价值`, limit) }]
  })
}

/** One part a line: “6 个月 200 万元”, or “6 200”. */
function readPlan(
  reading: FormReader,
  loan: { readonly amountFen: number; readonly months: number },
): readonly PlannedPart[] {
  const lines = reading
    .raw('plan')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const parts = lines.map((line): PlannedPart | null => {
    const found = /^第?\s*(\d{1,4})\s*(?:个月|月)?[\s:：,，]+(\S.*)$/u.exec(line.normalize('NFKC'))
    const amount = parseWan(found?.[2] ?? '')
    return found && amount.ok && amount.value !== null && amount.value > 0
      ? { month: Number(found[1]), amountFen: amount.value }
      : null
  })
  const place = parts.indexOf(null)
  if (lines.length === 0) reading.refuse('plan', '还本计划：请逐行填写，例如“6 200”表示第 6 个月还 200 万元')
  else if (place >= 0)
    reading.refuse('plan', `还本计划：第 ${place + 1} 行看不懂，请写成“6 200”，即第 6 个月还 200 万元`)
  const plan = parts.filter((part): part is PlannedPart => part !== null)
  const wrong = reading.ok ? planFault(plan, loan.amountFen, loan.months) : null
  if (wrong !== null) reading.refuse('plan', `还本计划：${wrong}`)
  return plan
}
