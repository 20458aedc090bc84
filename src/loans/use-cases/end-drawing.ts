import type { ClientSession } from 'mongoose'
import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { formatYuan } from '../../kernel/money.js'
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

/**
 * Says that nothing more will be drawn: what was still planned is cancelled, and the application goes on to repayment.
 * @throws NotFound, LoanRefused, MoveRefused
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
    requireState(loan, ['disbursing'], '提款完毕')
    if (loan.drawnFen === 0) throw new LoanRefused(loan, '提款完毕', '还没有有效的投放。')
    for (const { id, state } of await context.drawdowns.of(loan.id, session)) {
      if (state === 'planned') await cancel(context, session, id, '提款完毕，不再提取', mover)
    }
    const next = await saveLoan(context, session, loan, { state: 'repaying' })
    const application = await context.applications.get(scope, loan.applicationId, session)
    const detail = { loanId: loan.id, drawnFen: loan.drawnFen }
    await context.applications.moveIn(session, application, { action: 'complete', mover, detail })
    return next
  })
}

/** Takes one planned drawdown off the plan. @throws NotFound, LoanRefused */
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
    if (planned?.state !== 'planned') throw new LoanRefused(loan, '取消计划提款', '没有这笔计划提款，或已经投放。')
    await cancel(context, session, planned.id, reason, mover)
    const next = await saveLoan(context, session, loan, {})
    await recordLoanAudit(context, session, 'LOAN_DRAWDOWN_CANCELLED', loan, mover, { drawdownId: planned.id, reason })
    return next
  })
}

/**
 * Ends a contract under which nothing is drawn, or nothing any more after corrections: what was planned is cancelled,
 * and with the application's end the share of the need and what was pledged are free again.
 * @throws NotFound, LoanRefused, MoveRefused
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
    requireState(loan, ['contracted', 'disbursing'], '解除合同')
    if (loan.drawnFen !== 0) {
      throw new LoanRefused(loan, '解除合同', `已经投放 ${formatYuan(loan.drawnFen)}，贷款要还清后结清。`)
    }
    requireVersion(loan, shown, '解除合同')
    for (const { id, state } of await context.drawdowns.of(loan.id, session)) {
      if (state === 'planned') await cancel(context, session, id, `合同解除：${reason}`, mover)
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

/** What the form of the cancellation brings along. */
export type CancelOrder = {
  /** Shown in the timeline to both sides. */
  readonly reason: string
  /** The version of the loan that the form showed. */
  readonly shown?: number
}

const cancel = ({ drawdowns, now }: LoanContext, session: ClientSession, id: string, reason: string, { name }: Mover) =>
  drawdowns.set(session, id, { state: 'cancelled', reason, recordedAt: now(), by: name })
