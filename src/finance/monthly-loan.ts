import type { LawDate } from '../kernel/dates.js'
import { roundHalfUp, type Fen } from '../kernel/money.js'
import { fractionFromBp, type BasisPoints } from '../kernel/percent.js'
import { splitByShare } from './split-by-share.js'

/** The ways of repaying that a formula draws up. 按计划还本 follows a plan, 随借随还 what the borrower does. */
export const REPAYMENT_METHODS = ['等额本息', '等额本金', '先息后本', '到期一次还本付息'] as const
export type RepaymentMethod = (typeof REPAYMENT_METHODS)[number]

/** Ways of repaying that an offer or a contract may name; 按计划还本 follows a plan of its own. */
export const OFFERED_METHODS = [...REPAYMENT_METHODS, '按计划还本'] as const
export type OfferedMethod = (typeof OFFERED_METHODS)[number]

/** A part of the principal, repaid so many months after the loan is paid out. */
export type PlannedPart = { readonly month: number; readonly amountFen: Fen }

/**
 * How long a stretch of interest is, in years. `month`: every month is 1/12 of a year (equal instalments).
 * `actual/360`: the elapsed days ÷ 360, the custom for RMB loans; `actual/365` where the contract says so.
 * Real days need the day the loan is paid out; while nobody knows it, every month counts as 365 ÷ 12 days. Name the
 * convention beside every figure.
 */
type DayCount =
  { readonly convention: 'month' } | { readonly convention: 'actual/360' | 'actual/365'; readonly paidOutOn?: LawDate }

type MonthlyLoanTerms = {
  readonly amountFen: Fen
  /** Yearly contract rate in basis points. */
  readonly annualRateBp: BasisPoints
  readonly months: number
  /** Default: `month`. */
  readonly dayCount?: DayCount
}
export type MonthlyLoan = MonthlyLoanTerms & { readonly method: RepaymentMethod }
/** The parts have to sum to the loan, and the last one falls due at the end of the term. */
export type PlannedMonthlyLoan = MonthlyLoanTerms & {
  readonly method: '按计划还本'
  readonly plan: readonly PlannedPart[]
}

const LONGEST_MONTHS = 1200

/** @throws RangeError when the amount, the rate or the term is not one a loan can have. */
export function assertMonthlyLoan(loan: MonthlyLoan | PlannedMonthlyLoan): void {
  const { amountFen, annualRateBp, months } = loan
  if (!Number.isSafeInteger(amountFen) || amountFen <= 0) throw new RangeError(`not an amount in fen: ${amountFen}`)
  if (!Number.isFinite(annualRateBp) || annualRateBp < 0) throw new RangeError(`not a rate: ${annualRateBp} bp`)
  if (!Number.isInteger(months) || months < 1 || months > LONGEST_MONTHS) {
    throw new RangeError(`not a term in months: ${months}`)
  }
  if (loan.method !== '按计划还本') return
  const fault = planFault(loan.plan, amountFen, months)
  if (fault !== null) throw new RangeError(fault)
}

/** Interest for a number of days (按日计息): amount × rate × days ÷ 360 (or 365), half up. */
export function interestForDays(amountFen: Fen, annualRateBp: BasisPoints, days: number, yearOf: 360 | 365): Fen {
  return roundHalfUp((amountFen * fractionFromBp(annualRateBp) * days) / yearOf)
}

/**
 * What is wrong with a plan of repayment, in a sentence for the person who wrote it; null when nothing is. The parts
 * have to sum to the principal, each in a later month than the one before, the last one at the end of the term.
 */
export function planFault(plan: readonly PlannedPart[], amountFen: Fen, months: number): string | null {
  if (plan.length === 0) return '请写明还本计划'
  for (const [index, part] of plan.entries()) {
    if (!Number.isSafeInteger(part.amountFen) || part.amountFen <= 0) return `第 ${index + 1} 期还本金额应大于 0`
    if (!Number.isInteger(part.month) || part.month <= (plan[index - 1]?.month ?? 0)) {
      return `第 ${index + 1} 期的还本月份应晚于上一期`
    }
  }
  if (plan.reduce((sum, part) => sum + part.amountFen, 0) !== amountFen) return '各期还本金额之和应等于贷款金额'
  if (plan.at(-1)?.month !== months) return '最后一期应在期限的最后一个月还清'
  return null
}

/** The same plan for another amount, such as the part of an offer that is taken; parts keep their proportions. */
export function scalePlan(plan: readonly PlannedPart[], amountFen: Fen): readonly PlannedPart[] {
  const parts = splitByShare(
    amountFen,
    plan.map((part) => part.amountFen),
  )
  return plan.map(({ month }, index) => ({ month, amountFen: parts[index] ?? 0 })).filter((part) => part.amountFen > 0)
}
