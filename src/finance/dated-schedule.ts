import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { addWorkingDays } from '../kernel/working-days.js'
import { assertDatedLoan, type DatedLoan } from './dated-loan.js'
import { datedFlows } from './dated-flows.js'
import { inWholeFen, type WholePart } from './whole-fen.js'

export type DatedInstalment = WholePart & {
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
 * @throws RangeError for what no contract can say.
 */
export function datedSchedule(loan: DatedLoan): DatedSchedule {
  assertDatedLoan(loan)
  const flows = datedFlows(loan)
  const instalments = inWholeFen(flows, loan.method).map((part, index) => {
    const { dueOn, drawnFen } = flows[index] ?? { dueOn: '', drawnFen: 0 }
    const { date, provisional } = addWorkingDays(dueOn, 0)
    return { ...part, seq: index + 1, dueOn, payableOn: date, provisional, drawnFen }
  })
  const drawnFen = loan.drawdowns.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const totalInterestFen = instalments.reduce((sum, { interestFen }) => sum + interestFen, 0)
  return { instalments, drawnFen, totalInterestFen, totalPaymentFen: drawnFen + totalInterestFen }
}
