import { addMonths, daysBetween, wholeMonthsBetween, type LawDate } from '../kernel/dates.js'
import { roundHalfUp, type Fen } from '../kernel/money.js'
import { fractionFromBp } from '../kernel/percent.js'
import type { DayCountName } from '../finance/index.js'
import type { Contract } from './loan.js'

type Terms = Pick<Contract, 'method' | 'rateBp' | 'dayCount' | 'plan'>
type Line = { dueOn: LawDate; principal: Fen; interest: Fen }

/**
 * How a balance is paid back on the due dates that are left, in whole fen. Principals sum to the balance exactly: the
 * last date takes what rounding, or a plan that does not reach so far, left over. Interest is rounded once a period.
 * @param dates in order, all after `from`; at least one
 */
export function remainingDues(terms: Terms, balance: Fen, from: LawDate, dates: readonly LawDate[]): Line[] {
  let left = balance
  let since = from
  const payment = terms.method === '等额本息' ? levelPayment(terms, balance, from, dates) : 0
  return dates.map((dueOn, index) => {
    const exact = exactInterest(terms, left, since, dueOn)
    const asked =
      index === dates.length - 1 ? left : principalAsked(terms, balance, dueOn, dates.length, payment - exact)
    const principal = Math.min(left, Math.max(0, asked))
    left -= principal
    since = dueOn
    return { dueOn, principal, interest: roundHalfUp(exact) }
  })
}

/** The principal of a date that is not the last. @param ofPayment what a level payment leaves after interest */
function principalAsked({ method, plan }: Terms, balance: Fen, dueOn: LawDate, dates: number, ofPayment: number): Fen {
  switch (method) {
    case '等额本息':
      return roundHalfUp(ofPayment)
    case '等额本金':
      return roundHalfUp(balance / dates)
    case '按计划还本':
      return plan.find((item) => item.dueOn === dueOn)?.principalFen ?? 0
    case '先息后本':
    case '到期一次还本付息':
      return 0
  }
}

/** The payment that is the same on every date: the balance ÷ Σ discount factors of the dates. */
function levelPayment(terms: Terms, balance: Fen, from: LawDate, dates: readonly LawDate[]): number {
  let [discount, annuity, since] = [1, 0, from]
  for (const dueOn of dates) {
    discount /= 1 + fractionFromBp(terms.rateBp) * yearsBetween(since, dueOn, terms.dayCount)
    annuity += discount
    since = dueOn
  }
  return balance / annuity
}

/** Interest of a stretch in fractions of a fen, not yet rounded. */
export function exactInterest(
  { rateBp, dayCount }: Pick<Contract, 'rateBp' | 'dayCount'>,
  balance: Fen,
  from: LawDate,
  to: LawDate,
): number {
  return balance === 0 ? 0 : balance * fractionFromBp(rateBp) * yearsBetween(from, to, dayCount)
}

/**
 * A stretch in years. `month`: whole months are 1/12 each, odd days 1/360 (年月日计息, 银发〔2005〕129号); counted back
 * from the end too, so that the months between two month ends are whole. Otherwise the days that go by over the base.
 */
export function yearsBetween(from: LawDate, to: LawDate, dayCount: DayCountName): number {
  if (dayCount !== 'month') return daysBetween(from, to) / (dayCount === 'actual/360' ? 360 : 365)
  const ahead = wholeMonthsBetween(from, to)
  const months = addMonths(to, -(ahead + 1)) >= from ? ahead + 1 : ahead
  const fromStart = daysBetween(addMonths(from, months), to)
  const fromEnd = daysBetween(from, addMonths(to, -months))
  return months / 12 + Math.max(0, Math.min(fromStart, fromEnd)) / 360
}
