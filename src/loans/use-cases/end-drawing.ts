import type { ClientSession } from 'mongoose'
import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { LoanRefused, saveLoan, recordLoanAudit, requireLoan, requireState, type LoanContext } from './change-loan.js'
import type { Loan } from '../rules/loan.js'

/**
 * Ends the drawing period: cancels the planned drawdowns that are left and moves the application on to repayment.
 * @throws DomainError `loan.not-found`; LoanRefused, MoveRefused
 */
export async function endDrawing(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  mover: Mover,
): Promise<Loan> {
  return inTransaction(context.connection, async (session) => {
    const loan = await requireLoan(context, scope, loanId, session)
    if (loan.state === 'repaying') return loan
    requireState(loan, ['disbursing'], 'end-drawing')
    if (loan.drawnFen === 0) throw new LoanRefused(loan, 'end-drawing', { kind: 'nothing-drawn' })
    for (const { id, state } of await context.drawdowns.of(loan.id, session)) {
      if (state === 'planned') await cancelPlanned(context, session, id, '提款完毕，不再提取', mover)
    }
    const next = await saveLoan(context, session, loan, { state: 'repaying' })
    const application = await context.applications.get(scope, loan.applicationId, session)
    const detail = { loanId: loan.id, drawnFen: loan.drawnFen }
    await context.applications.moveIn(session, application, { action: 'complete', mover, detail })
    return next
  })
}

/** Takes one planned drawdown off the plan. @throws DomainError `loan.not-found`; LoanRefused */
export async function cancelDrawdown(
  context: LoanContext,
  scope: ApplicationScope,
  of: { readonly loanId: string; readonly drawdownId: string },
  reason: string,
  mover: Mover,
): Promise<Loan> {
  return inTransaction(context.connection, async (session) => {
    const loan = await requireLoan(context, scope, of.loanId, session)
    const planned = await context.drawdowns.find(session, loan.id, of.drawdownId)
    if (planned?.state === 'cancelled') return loan
    if (planned?.state !== 'planned') throw new LoanRefused(loan, 'cancel-drawdown', { kind: 'drawdown-not-planned' })
    await cancelPlanned(context, session, planned.id, reason, mover)
    const next = await saveLoan(context, session, loan, {})
    await recordLoanAudit(context, session, 'LOAN_DRAWDOWN_CANCELLED', loan, mover, { drawdownId: planned.id, reason })
    return next
  })
}

/** Takes a planned drawdown off the plan, in the given transaction. */
export const cancelPlanned = (
  { drawdowns, now }: LoanContext,
  session: ClientSession,
  id: string,
  reason: string,
  { name }: Mover,
) => drawdowns.set(session, id, { state: 'cancelled', reason, recordedAt: now(), by: name })
