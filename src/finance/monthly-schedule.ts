import { addMonths, daysBetween } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { fractionFromBp } from '../kernel/percent.js'
import { assertMonthlyLoan, type MonthlyLoan, type PlannedMonthlyLoan, type PlannedPart } from './monthly-loan.js'
import { roundInstalments, type RoundedInstalment } from './rounding.js'

export type MonthlyInstalment = RoundedInstalment & {
  /** Months after the loan is paid out. */
  readonly month: number
}

export type MonthlySchedule = {
  readonly instalments: readonly MonthlyInstalment[]
  readonly totalInterestFen: Fen
  readonly totalPaymentFen: Fen
}

/**
 * The repayment schedule of a loan in whole fen, with the rounding of `inWholeFen`.
 * @throws RangeError when the amount, rate or term is not one a loan can have.
 */
export function monthlySchedule(loan: MonthlyLoan | PlannedMonthlyLoan): MonthlySchedule {
  assertMonthlyLoan(loan)
  const flows = exactFlows(loan)
  const parts = flows.map((flow, index) => ({ ...flow, drawnFen: index === 0 ? loan.amountFen : 0 }))
  const instalments = roundInstalments(parts, loan.method).map((part, index) => ({
    ...part,
    month: flows[index]?.month ?? 0,
  }))
  const totalInterestFen = instalments.reduce((sum, { interestFen }) => sum + interestFen, 0)
  return { instalments, totalInterestFen, totalPaymentFen: loan.amountFen + totalInterestFen }
}

/** What a month counts for while the day of paying out is not known. */
const AVERAGE_MONTH_DAYS = 365 / 12

function exactFlows(loan: MonthlyLoan | PlannedMonthlyLoan): readonly ExactFlow[] {
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
function periodRates({ annualRateBp, months, dayCount }: MonthlyLoan | PlannedMonthlyLoan): readonly number[] {
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

/**
 * An instalment at full precision in fractions of a fen, before rounding. `rates` holds the
 * interest rate of each month of the term.
 */
export type ExactFlow = { readonly month: number; readonly principal: number; readonly interest: number }

/** 等额本息: every payment is the same. With 1/12-year months this is P·i·(1+i)^n ÷ ((1+i)^n − 1). */
export function levelPaymentFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  let discount = 1
  let annuity = 0
  for (const rate of rates) {
    discount /= 1 + rate
    annuity += discount
  }
  const payment = amount / annuity
  let balance = amount
  return rates.map((rate, index) => {
    const interest = balance * rate
    const principal = payment - interest
    balance -= principal
    return { month: index + 1, principal, interest }
  })
}

/** 等额本金: P ÷ n of principal each month, interest on what is still owed. */
export function equalPrincipalFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  const months = rates.length
  return rates.map((rate, index) => ({
    month: index + 1,
    principal: amount / months,
    interest: ((amount * (months - index)) / months) * rate,
  }))
}

/** 先息后本 (按月付息，到期还本): interest each month, the principal with the last. */
export function bulletFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  return rates.map((rate, index) => ({
    month: index + 1,
    principal: index === rates.length - 1 ? amount : 0,
    interest: amount * rate,
  }))
}

/** 到期一次还本付息: nothing until the end; simple interest, as RMB loans do not charge interest on interest. */
export function singlePaymentFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  const interest = rates.reduce((sum, rate) => sum + amount * rate, 0)
  return [{ month: rates.length, principal: amount, interest }]
}

/** 按计划还本: interest each month on what is still owed, the principal in the parts and months of the plan. */
export function plannedFlows(
  amount: number,
  rates: readonly number[],
  plan: readonly PlannedPart[],
): readonly ExactFlow[] {
  const parts = new Map(plan.map(({ month, amountFen }) => [month, amountFen]))
  let balance = amount
  return rates.map((rate, index) => {
    const interest = balance * rate
    const principal = parts.get(index + 1) ?? 0
    balance -= principal
    return { month: index + 1, principal, interest }
  })
}
