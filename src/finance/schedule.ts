import { addMonths, daysBetween } from '../kernel/dates.js'
import { roundHalfUp, type Fen } from '../kernel/money.js'
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

export type Instalment = {
  /** Months after the loan is paid out. */
  readonly month: number
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly paymentFen: Fen
  /** Principal still owed after this payment. */
  readonly balanceFen: Fen
}

export type Schedule = {
  readonly instalments: readonly Instalment[]
  readonly totalInterestFen: Fen
  readonly totalPaymentFen: Fen
}

/**
 * The repayment schedule of a loan in whole fen. Principals sum to the loan exactly, interest to the exact total
 * rounded once. Equal instalments (等额本息, 先息后本) stay equal, planned parts
 * of the principal are repaid as planned, and the last one takes what rounding left over;
 * in 等额本金 the rounding is carried from month to month, so that every payment is within one fen of the formula.
 * @throws RangeError when the amount, rate or term is not one a loan can have.
 */
export function scheduleOf(loan: Loan | PlannedLoan): Schedule {
  assertLoan(loan)
  const flows = exactFlows(loan)
  const instalments = loan.method === '等额本金' ? carryRounding(flows, loan) : keepPaymentsEqual(flows, loan)
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

function keepPaymentsEqual(
  flows: readonly ExactFlow[],
  { amountFen }: { readonly amountFen: Fen },
): readonly Instalment[] {
  const totalInterest = roundHalfUp(flows.reduce((sum, { interest }) => sum + interest, 0))
  let balanceFen = amountFen
  let interestLeft = totalInterest
  return flows.map(({ month, principal, interest }, index) => {
    const last = index === flows.length - 1
    // The bounds matter only for a loan of a few yuan over decades, where rounding exceeds an instalment.
    const interestFen = last ? interestLeft : Math.min(roundHalfUp(interest), interestLeft)
    const due = roundHalfUp(principal + interest) - interestFen
    const principalFen = last ? balanceFen : Math.max(0, Math.min(due, balanceFen))
    balanceFen -= principalFen
    interestLeft -= interestFen
    return { month, principalFen, interestFen, paymentFen: principalFen + interestFen, balanceFen }
  })
}

function carryRounding(flows: readonly ExactFlow[], { amountFen }: { readonly amountFen: Fen }): readonly Instalment[] {
  let [principalSoFar, interestSoFar] = [0, 0]
  let [principalPaid, interestPaid] = [0, 0]
  return flows.map(({ month, principal, interest }) => {
    principalSoFar += principal
    interestSoFar += interest
    const principalFen = roundHalfUp(principalSoFar) - principalPaid
    const interestFen = roundHalfUp(interestSoFar) - interestPaid
    principalPaid += principalFen
    interestPaid += interestFen
    const paymentFen = principalFen + interestFen
    return { month, principalFen, interestFen, paymentFen, balanceFen: amountFen - principalPaid }
  })
}
