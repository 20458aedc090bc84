import { addMonths, daysBetween } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { fractionFromBp } from '../kernel/percent.js'
import {
  bulletFlows,
  equalPrincipalFlows,
  levelPaymentFlows,
  plannedFlows,
  singlePaymentFlows,
  type ExactFlow,
} from './exact-flows.js'
import { assertLoan, type Loan, type PlannedLoan } from './loan.js'
import { inWholeFen, type WholePart } from './whole-fen.js'

export type Instalment = WholePart & {
  /** Months after the loan is paid out. */
  readonly month: number
}

export type Schedule = {
  readonly instalments: readonly Instalment[]
  readonly totalInterestFen: Fen
  readonly totalPaymentFen: Fen
}

/**
 * The repayment schedule of a loan in whole fen, with the rounding of `inWholeFen`.
 * @throws RangeError when the amount, rate or term is not one a loan can have.
 */
export function scheduleOf(loan: Loan | PlannedLoan): Schedule {
  assertLoan(loan)
  const flows = exactFlows(loan)
  const parts = flows.map((flow, index) => ({ ...flow, drawnFen: index === 0 ? loan.amountFen : 0 }))
  const instalments = inWholeFen(parts, loan.method).map((part, index) => ({
    ...part,
    month: flows[index]?.month ?? 0,
  }))
  const totalInterestFen = instalments.reduce((sum, { interestFen }) => sum + interestFen, 0)
  return { instalments, totalInterestFen, totalPaymentFen: loan.amountFen + totalInterestFen }
}

/** What a month counts for while the day of paying out is not known. */
const AVERAGE_MONTH_DAYS = 365 / 12

function exactFlows(loan: Loan | PlannedLoan): readonly ExactFlow[] {
  const rates = periodRates(loan)
  switch (loan.method) {
    case '等额本息':
      return levelPaymentFlows(loan.amountFen, rates)
    case '等额本金':
      return equalPrincipalFlows(loan.amountFen, rates)
    case '先息后本':
      return bulletFlows(loan.amountFen, rates)
    case '到期一次还本付息':
      return singlePaymentFlows(loan.amountFen, rates)
    case '按计划还本':
      return plannedFlows(loan.amountFen, rates, loan.plan)
  }
}

/** The interest rate of each month of the term under the loan's day-count convention. */
function periodRates({ annualRateBp, months, dayCount }: Loan | PlannedLoan): readonly number[] {
  const annual = fractionFromBp(annualRateBp)
  if (dayCount === undefined || dayCount.convention === 'month') return new Array<number>(months).fill(annual / 12)
  const { paidOutOn, convention } = dayCount
  const daysInYear = convention === 'actual/360' ? 360 : 365
  if (paidOutOn === undefined) return new Array<number>(months).fill((annual * AVERAGE_MONTH_DAYS) / daysInYear)
  return Array.from({ length: months }, (_, index) => {
    const days = daysBetween(addMonths(paidOutOn, index), addMonths(paidOutOn, index + 1))
    return (annual * days) / daysInYear
  })
}
