import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import type { Drawdown, Repayment } from './loan.js'

/** The balance at the end of a day: Σ drawn − Σ principal paid until then; reversals stand among both. */
export function balanceOn(drawdowns: readonly Drawdown[], repayments: readonly Repayment[], day: LawDate): Fen {
  const drawn = drawdowns.filter(({ madeOn }) => madeOn !== null && madeOn <= day)
  const paid = repayments.filter(({ paidOn }) => paidOn <= day)
  return (
    drawn.reduce((sum, { amountFen }) => sum + amountFen, 0) -
    paid.reduce((sum, { principalFen }) => sum + principalFen, 0)
  )
}
