import type { Fen } from '../kernel/money.js'
import { bpFromPct, type BasisPoints } from '../kernel/percent.js'
import { annualCostOf, type AnnualCost } from './annual-cost.js'
import { costLines, type CostLine } from './cost-lines.js'
import { chargesOf } from './fee-charges.js'
import type { Loan, PlannedLoan } from './loan.js'
import { planFault } from './plan.js'
import { scheduleOf, type Schedule } from './schedule.js'
import { FEE_KINDS, type FeeKind, type Terms } from './terms.js'

/** What an offer costs, item by item, with everything that is not known left open. */
export type CostSheet = {
  readonly terms: Terms
  /** Null with 按计划还本 while there is no plan for all of the principal. */
  readonly schedule: Schedule | null
  readonly lines: readonly CostLine[]
  /** What the first instalment comes to. */
  readonly firstPaymentFen: Fen | null
  /** Interest and fees borne by the enterprise over the term; null while one of them is not known. */
  readonly totalCostFen: Fen | null
  /** Principal, interest and fees borne by the enterprise. */
  readonly totalPaidFen: Fen | null
  /** The all-in cost a year; null while something is not known, or where fees eat up the loan. */
  readonly annual: AnnualCost | null
  /** Kinds of cost of which nobody has said how much. An offer that has any is not ranked. */
  readonly missing: readonly FeeKind[]
  /** 按计划还本 without a plan for all of the principal: neither interest nor cost can be worked out. */
  readonly planMissing: boolean
}

/**
 * The cost sheet of an offer. Fees paid by the bank are listed and count as nothing; fees paid by the enterprise enter
 * in full when they fall due, the money paid out being less by those that fall due at the start.
 * @throws RangeError when the amounts, the rate or the term are not possible ones.
 */
export function costSheet(terms: Terms): CostSheet {
  const schedule = scheduleOfTerms(terms)
  const missing = FEE_KINDS.filter((kind) => {
    const stated = terms.fees.filter((fee) => fee.kind === kind)
    return stated.length === 0 || stated.some(({ state }) => state === 'unknown')
  })
  const lines = costLines(terms, schedule)
  const complete = schedule !== null && missing.length === 0
  const totalCostFen = complete ? lines.reduce((sum, { borneFen }) => sum + (borneFen ?? 0), 0) : null
  return {
    terms,
    schedule,
    lines,
    firstPaymentFen: schedule?.instalments[0]?.paymentFen ?? null,
    totalCostFen,
    totalPaidFen: totalCostFen === null ? null : terms.amountFen + totalCostFen,
    annual: complete ? annualCostOf(terms, schedule, borneCharges(terms)) : null,
    missing,
    planMissing: schedule === null,
  }
}

const borneCharges = (terms: Terms) =>
  terms.fees.flatMap((fee) => (fee.state === 'known' && fee.payer === '企业' ? chargesOf(fee, terms) : []))

/** The schedule of an offer, with the payout taken as month 0; null with 按计划还本 while there is no usable plan. */
function scheduleOfTerms(terms: Terms): Schedule | null {
  const { amountFen, rateBp, months, method, dayCount, plan } = terms
  const base = { amountFen, annualRateBp: rateBp, months, dayCount: { convention: dayCount } }
  if (method !== '按计划还本') return scheduleOf({ ...base, method } satisfies Loan)
  if (plan === undefined || planFault(plan, amountFen, months) !== null) return null
  return scheduleOf({ ...base, method, plan } satisfies PlannedLoan)
}

/**
 * 综合融资成本: what the terms cost a year in all, by simple interest, to the basis point. Null while a fee is not known,
 * or what is repaid when.
 */
export function allInCost(terms: Terms): BasisPoints | null {
  const pct = costSheet(terms).annual?.simplePct
  return pct === undefined ? null : bpFromPct(pct)
}
