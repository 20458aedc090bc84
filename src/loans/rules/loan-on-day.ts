import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import { balanceOn, loanBalance, loanEvents } from './loan-balance.js'
import type { Loan, LoanPayments, Quality } from './loan.js'
import { overdueOn } from './overdue.js'

/** Amounts that are due and unpaid. */
export type UnpaidAmounts = { readonly principalFen: Fen; readonly interestFen: Fen }

/** The amounts of a loan at the end of a day. */
export type LoanOnDay = {
  readonly drawnFen: Fen
  /** Principal paid back. */
  readonly repaidFen: Fen
  readonly balanceFen: Fen
  /** Null before the contract was signed. */
  readonly quality: Quality | null
  /** What was due before the day and not paid by its end; null where the records do not fit the contract. */
  readonly overdue: UnpaidAmounts | null
}

const NOTHING: UnpaidAmounts = { principalFen: 0, interestFen: 0 }

/**
 * The amounts at the end of a day, from the records known now. A correction counts on the day of the record that it
 * reverses, so a later report of the same day is the corrected one.
 * @param openNow the amounts that are unpaid now of due dates before that day
 */
export function loanOnDay(loan: Loan, moved: LoanPayments, day: LawDate, openNow: UnpaidAmounts = NOTHING): LoanOnDay {
  const upTo = {
    drawdowns: moved.drawdowns.filter(({ madeOn }) => madeOn !== null && madeOn <= day),
    repayments: moved.repayments.filter(({ paidOn }) => paidOn <= day),
  }
  return {
    drawnFen: upTo.drawdowns.reduce((sum, { amountFen }) => sum + amountFen, 0),
    repaidFen: upTo.repayments.reduce((sum, { principalFen }) => sum + principalFen, 0),
    balanceFen: balanceOn(upTo.drawdowns, upTo.repayments, day),
    quality: loan.qualities.findLast(({ from }) => from <= day)?.quality ?? null,
    overdue: recordedOverdue(loan, moved, day, openNow) ?? recalculatedOverdue(loan, upTo, day),
  }
}

/**
 * The overdue amounts as far as the records show them; null when the due list must be recalculated, which costs a
 * hundred times more and which few loans need.
 */
function recordedOverdue(
  { firstDueOn }: Loan,
  moved: LoanPayments,
  day: LawDate,
  openNow: UnpaidAmounts,
): UnpaidAmounts | null {
  if (moved.drawdowns.every(({ madeOn }) => madeOn === null) || day <= firstDueOn) return NOTHING
  const later = moved.repayments.filter(({ paidOn }) => paidOn > day)
  const [first, ...others] = later
  // Past due lines do not change: without a later payment, the current list is the list of that day.
  if (first === undefined) return openNow
  if (moved.repayments.some(({ reverses }) => reverses !== null)) return null
  // A payment notes the earliest date that was open when it was entered: on or after the day, nothing before was.
  const entered = others.reduce((one, other) => (other.recordedAt < one.recordedAt ? other : one), first)
  const wasKnown = ({ recordedAt }: { readonly recordedAt: Date }) => recordedAt <= entered.recordedAt
  const isEarlier = (on: LawDate | null) => on !== null && on <= day
  const allKnown =
    moved.repayments.filter(({ paidOn }) => isEarlier(paidOn)).every(wasKnown) &&
    moved.drawdowns.filter(({ madeOn }) => isEarlier(madeOn)).every(wasKnown)
  return allKnown && (entered.dueOn === null || entered.dueOn >= day) ? NOTHING : null
}

/** The overdue amounts, recalculated from contract and events. */
function recalculatedOverdue(loan: Loan, upTo: LoanPayments, day: LawDate): UnpaidAmounts | null {
  const account = loanBalance(loan, loanEvents(upTo))
  if (!account.ok) return null
  const overdue = overdueOn(account.value.dues, day)
  return overdue === null ? NOTHING : { principalFen: overdue.principalFen, interestFen: overdue.interestFen }
}
