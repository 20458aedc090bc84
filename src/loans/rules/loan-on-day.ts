import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import { balanceOn, loanBalance, loanEvents } from './loan-balance.js'
import type { Loan, LoanPayments, Quality } from './loan.js'
import { overdueOn } from './overdue.js'

/** What was due and not paid. */
export type UnpaidAmounts = { readonly principalFen: Fen; readonly interestFen: Fen }

/** Where a loan stood at the end of a day. */
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
 * The loan as it stood at the end of a day, from the records that are known now: a correction counts on the day of what
 * it reverses, so that the same day told later tells what was true.
 * @param openNow what the due list now has open of the dates before that day
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
 * What was overdue, where the records say so themselves; null where it has to be worked out. Working a due list out
 * costs a hundred times more than all the rest, and few loans of a ledger need it.
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
  // What has fallen due no longer changes: without a payment since, the list says today what it said then.
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

/** The same from the contract and the events alone. */
function recalculatedOverdue(loan: Loan, upTo: LoanPayments, day: LawDate): UnpaidAmounts | null {
  const account = loanBalance(loan, loanEvents(upTo))
  if (!account.ok) return null
  const overdue = overdueOn(account.value.dues, day)
  return overdue === null ? NOTHING : { principalFen: overdue.principalFen, interestFen: overdue.interestFen }
}
