import type { LawDate } from '../kernel/dates.js'
import { fractionFromBp } from '../kernel/percent.js'
import { firstDrawdownOn, plannedOn, type DatedLoan } from './dated-loan.js'
import { dueDays, yearsBetween } from './due-days.js'
import type { ExactPart } from './whole-fen.js'

export type DatedFlow = ExactPart & { readonly dueOn: LawDate }

/** The stretch of time that an instalment settles: what is owed at its end, and the interest that has run. */
type Stretch = { readonly index: number; readonly owed: number; readonly interest: number; readonly drawn: boolean }

/** The instalments of a loan at full precision, in the order of their days. */
export function datedFlows(loan: DatedLoan): readonly DatedFlow[] {
  const start = firstDrawdownOn(loan)
  const days = dueDays(loan).filter((day) => day > start)
  const years = (from: LawDate, to: LawDate) => yearsBetween(from, to, loan.dayCount, loan.dueDay)
  const rate = fractionFromBp(loan.rateBp)
  const principalOf = repaying(loan, days, (index) => rate * years(days[index - 1] ?? start, days[index] ?? start))
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

/** How much of what is owed each instalment repays. `rateOf`: the interest rate of a whole stretch. */
function repaying(
  loan: DatedLoan,
  days: readonly LawDate[],
  rateOf: (index: number) => number,
): (stretch: Stretch) => number {
  if (loan.method === '等额本息') return levelPayments(days.length, rateOf)
  const weights = weightsOf(loan, days)
  return ({ index, owed }) => {
    const left = weights.slice(index).reduce((sum, weight) => sum + weight, 0)
    const weight = weights[index] ?? 0
    // A plan that sums to what is owed is followed as it stands, with no division in between.
    return index === days.length - 1 ? owed : left === owed ? weight : (owed * weight) / left
  }
}

/** Equal payments, worked out anew after each drawdown over the instalments that are left. */
function levelPayments(count: number, rateOf: (index: number) => number): (stretch: Stretch) => number {
  let payment = 0
  return ({ index, owed, interest, drawn }) => {
    if (drawn) {
      // In this stretch interest ran on part of the money for part of the time: its rate is what it comes to.
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
