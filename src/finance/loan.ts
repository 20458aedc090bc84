import { roundHalfUp, type Fen } from '../kernel/money.js'
import { fractionFromBp, type BasisPoints } from '../kernel/percent.js'

/** The ways of repaying that a schedule can be drawn up for. 随借随还 and 按计划还本 follow the contract, not a formula. */
export const REPAYMENT_METHODS = ['等额本息', '等额本金', '先息后本', '到期一次还本付息'] as const
export type RepaymentMethod = (typeof REPAYMENT_METHODS)[number]

/**
 * How long a stretch of interest is, in years. `month`: every month is 1/12 of a year (equal instalments).
 * `actual/360`: the days that go by over 360, the custom for RMB loans; `actual/365` where the contract says so.
 * The last two need the day the loan is paid out. Name the convention beside every figure.
 */
type DayCount =
  { readonly convention: 'month' } | { readonly convention: 'actual/360' | 'actual/365'; readonly paidOutOn: string }

export type Loan = {
  readonly amountFen: Fen
  /** Yearly contract rate in basis points. */
  readonly annualRateBp: BasisPoints
  readonly months: number
  readonly method: RepaymentMethod
  /** Default: `month`. */
  readonly dayCount?: DayCount
}

const LONGEST_MONTHS = 1200

/** @throws RangeError when the amount, the rate or the term is not one a loan can have. */
export function assertLoan({ amountFen, annualRateBp, months }: Loan): void {
  if (!Number.isSafeInteger(amountFen) || amountFen <= 0) throw new RangeError(`not an amount in fen: ${amountFen}`)
  if (!Number.isFinite(annualRateBp) || annualRateBp < 0) throw new RangeError(`not a rate: ${annualRateBp} bp`)
  if (!Number.isInteger(months) || months < 1 || months > LONGEST_MONTHS) {
    throw new RangeError(`not a term in months: ${months}`)
  }
}

/** Interest for a number of days (按日计息): amount × rate × days ÷ 360 (or 365), half up. */
export function interestForDays(amountFen: Fen, annualRateBp: BasisPoints, days: number, yearOf: 360 | 365): Fen {
  return roundHalfUp((amountFen * fractionFromBp(annualRateBp) * days) / yearOf)
}
