import { daysBetween, type LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import type { DueLine } from './loan-balance.js'

export type Overdue = {
  /** The earliest due date that was missed. */
  readonly since: LawDate
  /** Days since then: 1 on the day after it. */
  readonly days: number
  readonly principalFen: Fen
  readonly interestFen: Fen
}

export const isSettled = ({ principalFen, interestFen, paidPrincipalFen, paidInterestFen }: DueLine): boolean =>
  paidPrincipalFen === principalFen && paidInterestFen === interestFen

export const unpaidPrincipal = (due: DueLine): Fen => due.principalFen - due.paidPrincipalFen
export const unpaidInterest = (due: DueLine): Fen => due.interestFen - due.paidInterestFen

/** What is open of these lines. */
export const unpaidAmounts = (dues: readonly DueLine[]): { readonly principalFen: Fen; readonly interestFen: Fen } => ({
  principalFen: dues.reduce((total, due) => total + unpaidPrincipal(due), 0),
  interestFen: dues.reduce((total, due) => total + unpaidInterest(due), 0),
})

/**
 * What is overdue on a day, null when nothing is. The due date itself is still in time, to its end in China; it is the
 * date of the contract, not moved for holidays. Penalty interest is the bank's to charge and not worked out here.
 */
export function overdueOn(dues: readonly DueLine[], today: LawDate): Overdue | null {
  const missed = dues.filter((due) => due.dueOn < today && !isSettled(due))
  const [first] = missed
  return first === undefined
    ? null
    : { since: first.dueOn, days: daysBetween(first.dueOn, today), ...unpaidAmounts(missed) }
}

/** The next line that is not paid in full, whether or not its day is past; null when all are. */
export const nextDue = <D extends DueLine>(dues: readonly D[]): D | null => dues.find((due) => !isSettled(due)) ?? null

/** The lines up to the first due date after the day: what an instalment may be paid for. */
export function payableOn<D extends DueLine>(dues: readonly D[], day: LawDate): readonly D[] {
  const next = dues.findIndex(({ dueOn }) => dueOn > day)
  return next === -1 ? dues : dues.slice(0, next + 1)
}
