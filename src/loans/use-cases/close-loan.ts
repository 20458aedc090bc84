import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import {
  LoanRefused,
  saveLoan,
  recordLoanAudit,
  requireLoan,
  requireVersion,
  requireState,
  todayOf,
  type LoanContext,
} from './change-loan.js'
import type { Loan } from '../rules/loan.js'
import { cancelPlanned } from './end-drawing.js'
import { unpaidAmounts } from '../rules/overdue.js'

/** Closes a loan that is paid in full. @throws DomainError `loan.not-found`; LoanRefused, MoveRefused */
export async function closeLoan(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  mover: Mover,
): Promise<Loan> {
  return inTransaction(context.connection, async (session) => {
    const loan = await requireLoan(context, scope, loanId, session)
    if (loan.state === 'closed') return loan
    requireState(loan, ['repaying'], 'close')
    const { principalFen, interestFen } = unpaidAmounts(await context.dues.of(loan.id, session))
    if (principalFen + interestFen > 0) {
      throw new LoanRefused(loan, 'close', { kind: 'unpaid', principalFen, interestFen })
    }
    const closedOn = todayOf(context)
    const closed = await saveLoan(context, session, loan, { state: 'closed', closedOn })
    const application = await context.applications.get(scope, loan.applicationId, session)
    await context.applications.moveIn(session, application, {
      action: 'close',
      mover,
      detail: { loanId: loan.id, closedOn },
    })
    return closed
  })
}

/**
 * Cancels a contract without drawdowns (after corrections): cancels the planned drawdowns and ends the application,
 * which releases the reserved amount and the pledged securities.
 * @throws DomainError `loan.not-found`; LoanRefused, MoveRefused
 */
export async function cancelContract(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  { reason, shown }: CancelOrder,
  mover: Mover,
): Promise<Loan> {
  return inTransaction(context.connection, async (session) => {
    const loan = await requireLoan(context, scope, loanId, session)
    // A second click.
    if (loan.state === 'cancelled') return loan
    requireState(loan, ['contracted', 'disbursing'], 'cancel-contract')
    if (loan.drawnFen !== 0) {
      throw new LoanRefused(loan, 'cancel-contract', { kind: 'already-drawn', drawnFen: loan.drawnFen })
    }
    requireVersion(loan, shown, 'cancel-contract')
    for (const { id, state } of await context.drawdowns.of(loan.id, session)) {
      if (state === 'planned') await cancelPlanned(context, session, id, `合同解除：${reason}`, mover)
    }
    const closedOn = todayOf(context)
    const next = await saveLoan(context, session, loan, { state: 'cancelled', closedOn })
    const application = await context.applications.get(scope, loan.applicationId, session)
    const detail = { loanId: loan.id, amountFen: loan.amountFen, closedOn }
    await context.applications.moveIn(session, application, { action: 'cancel', mover, reason, detail })
    await recordLoanAudit(context, session, 'LOAN_CANCELLED', loan, mover, { reason, amountFen: loan.amountFen })
    return next
  })
}

/** The input of the cancellation form. */
export type CancelOrder = {
  /** Shown in the timeline to both sides. */
  readonly reason: string
  /** The version of the loan that the form showed. */
  readonly shown?: number
}
