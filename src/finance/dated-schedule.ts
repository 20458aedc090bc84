import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { addWorkingDays } from '../kernel/working-days.js'
import { assertDatedLoan, type DatedLoan, firstDrawdownOn, plannedOn, dueDays, yearFraction } from './dated-loan.js'
import { roundInstalments, type RoundedInstalment, type ExactInstalment } from './rounding.js'
import { fractionFromBp } from '../kernel/percent.js'

export type DatedInstalment = RoundedInstalment & {
  /** 1, 2, 3 … */
  readonly seq: number
  readonly dueOn: LawDate
  /** The day itself or, where that is no working day, the next one, on which paying is still in time. Only shown. */
  readonly payableOn: LawDate
  /** `payableOn` lies in a year whose calendar is not published. */
  readonly provisional: boolean
  /** What was paid out since the instalment before. */
  readonly drawnFen: Fen
}

export type DatedSchedule = {
  readonly instalments: readonly DatedInstalment[]
  readonly drawnFen: Fen
  readonly totalInterestFen: Fen
  readonly totalPaymentFen: Fen
}

/**
 * The repayment schedule of a loan by real days, in whole fen, with the rounding of `inWholeFen`. Interest runs on each
 * drawdown from its own day. A later drawdown leaves every instalment that falls due on or before its day as it was;
 * what is owed after it is spread over the due days that are left:
 * - 等额本息: a new equal payment, which repays it with the payments that are left;
 * - 等额本金: the principal owed ÷ the payments that are left;
 * - 先息后本, 到期一次还本付息: all of it at the end, more interest until then;
 * - 按计划还本: each planned part that is left takes its share of what is owed. So a loan that is drawn in full before
 *   its first planned part follows the plan to the fen, and one that is not drawn in full repays in proportion.
 *
 * Due days stay where they are on holidays, and so does the interest.
 * @throws RangeError for impossible terms.
 */
export function datedSchedule(loan: DatedLoan): DatedSchedule {
  assertDatedLoan(loan)
  const flows = datedFlows(loan)
  const instalments = roundInstalments(flows, loan.method).map((part, index) => {
    const { dueOn, drawnFen } = flows[index] ?? { dueOn: '', drawnFen: 0 }
    const { date, provisional } = addWorkingDays(dueOn, 0)
    return { ...part, seq: index + 1, dueOn, payableOn: date, provisional, drawnFen }
  })
  const drawnFen = loan.drawdowns.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const totalInterestFen = instalments.reduce((sum, { interestFen }) => sum + interestFen, 0)
  return { instalments, drawnFen, totalInterestFen, totalPaymentFen: drawnFen + totalInterestFen }
}

export type DatedFlow = ExactInstalment & { readonly dueOn: LawDate }

/** The period that an instalment settles: the balance at its end, and the accrued interest. */
type InterestPeriod = {
  readonly index: number
  readonly owed: number
  readonly interest: number
  readonly drawn: boolean
}

/** The instalments of a loan at full precision, in the order of their days. */
export function datedFlows(loan: DatedLoan): readonly DatedFlow[] {
  const start = firstDrawdownOn(loan)
  const days = dueDays(loan).filter((day) => day > start)
  const years = (from: LawDate, to: LawDate) => yearFraction(from, to, loan.dayCount, loan.dueDay)
  const rate = fractionFromBp(loan.rateBp)
  const principalOf = principalRule(loan, days, (index) => rate * years(days[index - 1] ?? start, days[index] ?? start))
  let balance = 0
  return days.map((dueOn, index) => {
    const from = days[index - 1] ?? start
    const drawn = loan.drawdowns.filter(({ on }) => on >= from && on < dueOn)
    const interest = [{ on: from, amountFen: balance }, ...drawn].reduce(
      (sum, { on, amountFen }) => sum + amountFen * rate * years(on, dueOn),
      index === 0 ? (loan.carriedInterest ?? 0) : 0,
    )
    const drawnFen = drawn.reduce((sum, { amountFen }) => sum + amountFen, 0)
    balance += drawnFen
    const principal = principalOf({ index, owed: balance, interest, drawn: drawnFen > 0 })
    balance -= principal
    return { dueOn, drawnFen, principal, interest }
  })
}

/** How much of what is owed each instalment repays. `rateOf`: the interest rate of a whole period. */
function principalRule(
  loan: DatedLoan,
  days: readonly LawDate[],
  rateOf: (index: number) => number,
): (period: InterestPeriod) => number {
  if (loan.method === '等额本息') return levelPayments(days.length, rateOf)
  const weights = weightsOf(loan, days)
  return ({ index, owed }) => {
    const left = weights.slice(index).reduce((sum, weight) => sum + weight, 0)
    const weight = weights[index] ?? 0
    // A plan that sums to the balance is followed exactly, without division.
    return index === days.length - 1 ? owed : left === owed ? weight : (owed * weight) / left
  }
}

/** Equal payments, recalculated after each drawdown over the remaining instalments. */
function levelPayments(count: number, rateOf: (index: number) => number): (period: InterestPeriod) => number {
  let payment = 0
  return ({ index, owed, interest, drawn }) => {
    if (drawn) {
      // In this period interest ran on part of the money for part of the time, so its rate is interest ÷ balance.
      let discount = 1 / (1 + interest / owed)
      let annuity = discount
      for (let later = index + 1; later < count; later += 1) {
        discount /= 1 + rateOf(later)
        annuity += discount
      }
      payment = owed / annuity
    }
    return payment - interest
  }
}

/** The share of each due day in repaying the principal. */
function weightsOf(loan: DatedLoan, days: readonly LawDate[]): readonly number[] {
  if (loan.method === '等额本金') return days.map(() => 1)
  if (loan.method !== '按计划还本') return days.map((_, index) => (index === days.length - 1 ? 1 : 0))
  const weights = days.map(() => 0)
  for (const part of loan.plan ?? []) {
    const index = days.findIndex((day) => day >= plannedOn(loan, part))
    const at = index === -1 ? days.length - 1 : index
    weights[at] = (weights[at] ?? 0) + part.amountFen
  }
  return weights
}
