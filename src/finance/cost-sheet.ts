import type { Fen } from '../kernel/money.js'
import { bpFromPct, type BasisPoints } from '../kernel/percent.js'
import { annualCostOf, type AnnualCost } from './annual-cost.js'
import { feeCharges, FEE_KINDS, type FeeKind, type OfferTerms, FEE_NAMES, type Fee } from './offer-terms.js'
import { type MonthlyLoan, type PlannedMonthlyLoan, planFault } from './monthly-loan.js'
import { monthlySchedule, type MonthlySchedule } from './monthly-schedule.js'

/** What an offer costs, item by item, with everything that is not known left open. */
export type CostSheet = {
  readonly terms: OfferTerms
  /** Null with 按计划还本 while there is no plan for all of the principal. */
  readonly schedule: MonthlySchedule | null
  readonly lines: readonly CostLine[]
  /** The amount of the first instalment. */
  readonly firstPaymentFen: Fen | null
  /** Interest and fees borne by the enterprise over the term; null while one of them is not known. */
  readonly totalCostFen: Fen | null
  /** Principal, interest and fees borne by the enterprise. */
  readonly totalPaidFen: Fen | null
  /** The all-in cost a year; null while something is not known, or where fees eat up the loan. */
  readonly annual: AnnualCost | null
  /** The kinds of cost whose amount is unknown. An offer with any is not ranked. */
  readonly missing: readonly FeeKind[]
  /** 按计划还本 without a plan for all of the principal: neither interest nor cost can be worked out. */
  readonly planMissing: boolean
}

/**
 * The cost sheet of an offer. Fees paid by the bank are listed and count as nothing; fees paid by the enterprise enter
 * in full when they fall due, the money paid out being less by those that fall due at the start.
 * @throws RangeError when the amounts, the rate or the term are not possible ones.
 */
export function costSheet(terms: OfferTerms): CostSheet {
  const schedule = scheduleOfTerms(terms)
  const missing = FEE_KINDS.filter((kind) => {
    const stated = terms.fees.filter((fee) => fee.kind === kind)
    return stated.length === 0 || stated.some(({ state }) => state === 'unknown')
  })
  const lines = linesOfSheet(terms, schedule)
  const complete = schedule !== null && missing.length === 0
  const totalCostFen = complete ? lines.reduce((sum, { borneFen }) => sum + (borneFen ?? 0), 0) : null
  return {
    terms,
    schedule,
    lines,
    firstPaymentFen: schedule?.instalments[0]?.paymentFen ?? null,
    totalCostFen,
    totalPaidFen: totalCostFen === null ? null : terms.amountFen + totalCostFen,
    annual: complete ? annualCostOf(terms, schedule, chargesToEnterprise(terms)) : null,
    missing,
    planMissing: schedule === null,
  }
}

const chargesToEnterprise = (terms: OfferTerms) =>
  terms.fees.flatMap((fee) => (fee.state === 'known' && fee.payer === '企业' ? feeCharges(fee, terms) : []))

/** The schedule of an offer, with the payout taken as month 0; null with 按计划还本 while there is no usable plan. */
function scheduleOfTerms(terms: OfferTerms): MonthlySchedule | null {
  const { amountFen, rateBp, months, method, dayCount, plan } = terms
  const base = { amountFen, annualRateBp: rateBp, months, dayCount: { convention: dayCount } }
  if (method !== '按计划还本') return monthlySchedule({ ...base, method } satisfies MonthlyLoan)
  if (plan === undefined || planFault(plan, amountFen, months) !== null) return null
  return monthlySchedule({ ...base, method, plan } satisfies PlannedMonthlyLoan)
}

/**
 * 综合融资成本: what the terms cost a year in all, by simple interest, to the basis point. Null while a fee is not known,
 * or what is repaid when.
 */
export function effectiveRate(terms: OfferTerms): BasisPoints | null {
  const pct = costSheet(terms).annual?.simplePct
  return pct === undefined ? null : bpFromPct(pct)
}

/** One item of a cost sheet. */
export type CostLine = {
  readonly item: 'interest' | FeeKind
  readonly name: string
  readonly state: 'known' | 'none' | 'unknown'
  /** Who charges: 贷款银行 or the party that the offer names. Null where that is not known or nothing is charged. */
  readonly chargedBy: string | null
  readonly payer: '企业' | '银行' | null
  readonly when: string | null
  /** How it is measured, such as 每年按贷款金额的 1%; null where that is not known or nothing is charged. */
  readonly measure: Fee | null
  /** Over the whole term, for every payer; 0 only when no cost is known to arise. */
  readonly amountFen: Fen | null
  /** The part of it that the enterprise bears. */
  readonly borneFen: Fen | null
}

const WHEN = { start: '放款时一次', yearly: '每年年初', end: '还清时一次' } as const

/** Interest first, then every kind of fee: a kind that the offer leaves out is not known. */
export function linesOfSheet(terms: OfferTerms, schedule: MonthlySchedule | null): readonly CostLine[] {
  const fees = FEE_KINDS.flatMap((kind) => {
    const stated = terms.fees.filter((fee) => fee.kind === kind)
    return stated.length === 0 ? [{ kind, state: 'unknown' } as const] : stated
  })
  return [interestLine(terms, schedule), ...fees.map((fee) => feeLine(fee, terms))]
}

function interestLine({ method }: OfferTerms, schedule: MonthlySchedule | null): CostLine {
  const interest = schedule?.totalInterestFen ?? null
  return {
    item: 'interest',
    name: '利息',
    state: interest === null ? 'unknown' : 'known',
    chargedBy: '贷款银行',
    payer: '企业',
    when: method === '到期一次还本付息' ? '到期一次' : '每月',
    measure: null,
    amountFen: interest,
    borneFen: interest,
  }
}

function feeLine(fee: Fee, terms: OfferTerms): CostLine {
  const base = { item: fee.kind, name: FEE_NAMES[fee.kind], state: fee.state }
  const open = { chargedBy: null, payer: null, when: null, measure: null }
  if (fee.state === 'unknown') return { ...base, ...open, amountFen: null, borneFen: null }
  if (fee.state === 'none') return { ...base, ...open, amountFen: 0, borneFen: 0 }
  const amountFen = feeCharges(fee, terms).reduce((sum, { fen }) => sum + fen, 0)
  return {
    ...base,
    chargedBy: fee.chargedBy.trim() === '' ? '贷款银行' : fee.chargedBy,
    payer: fee.payer,
    when: WHEN[fee.when],
    measure: fee,
    amountFen,
    borneFen: fee.payer === '企业' ? amountFen : 0,
  }
}
