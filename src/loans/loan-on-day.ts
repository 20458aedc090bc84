import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { accountOf } from './account.js'
import { balanceOn } from './balance-on.js'
import { eventsOf } from './change-loan.js'
import type { Drawdown, Loan, Quality, Repayment } from './loan.js'
import { overdueOn } from './overdue.js'

/** Where a loan stood at the end of a day. */
export type LoanOnDay = {
  readonly drawnFen: Fen
  /** Principal paid back. */
  readonly repaidFen: Fen
  readonly balanceFen: Fen
  /** Null before the contract was signed. */
  readonly quality: Quality | null
  /** What was due before the day and not paid by its end; null where the records do not fit the contract. */
  readonly overdue: { readonly principalFen: Fen; readonly interestFen: Fen } | null
}

const NOTHING = { principalFen: 0, interestFen: 0 }

/**
 * The loan as it stood at the end of a day, from the records that are known now: a correction counts on the day of what
 * it reverses, so that the same day told later tells what was true.
 */
export function loanOnDay(
  loan: Loan,
  drawdowns: readonly Drawdown[],
  repayments: readonly Repayment[],
  day: LawDate,
): LoanOnDay {
  const made = drawdowns.filter(({ madeOn }) => madeOn !== null && madeOn <= day)
  const paid = repayments.filter(({ paidOn }) => paidOn <= day)
  return {
    drawnFen: made.reduce((sum, { amountFen }) => sum + amountFen, 0),
    repaidFen: paid.reduce((sum, { principalFen }) => sum + principalFen, 0),
    balanceFen: balanceOn(made, paid, day),
    quality: loan.qualities.findLast(({ from }) => from <= day)?.quality ?? null,
    overdue: overdueAt(loan, made, paid, day),
  }
}

function overdueAt(loan: Loan, drawdowns: readonly Drawdown[], repayments: readonly Repayment[], day: LawDate) {
  // Working the due list out costs most of all: without money out, or before the first due date, there is no need to.
  if (drawdowns.length === 0 || day <= loan.firstDueOn) return NOTHING
  const account = accountOf(loan, eventsOf({ drawdowns, repayments }))
  if (!account.ok) return null
  const overdue = overdueOn(account.value.dues, day)
  return overdue === null ? NOTHING : { principalFen: overdue.principalFen, interestFen: overdue.interestFen }
}
