import type { FieldFault } from '../../kernel/field-fault.js'
import type { ClientSession } from 'mongoose'
import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { formatDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { LoanBalanceFault } from '../rules/loan-balance.js'
import {
  TransactionAborted,
  LoanRefused,
  type LoanAction,
  recordLoanAudit,
  requireLoan,
  requireState,
  recalculateLoan,
  type LoanContext,
} from './change-loan.js'
import type { Drawdown, Loan, Repayment } from '../rules/loan.js'
import { notifyEnterprise } from '../loans.notices.js'

type Of = { readonly loanId: string; readonly id: string }
type Corrected = Result<Loan, readonly FieldFault[]>

/**
 * Reverses a drawdown that was entered wrongly: adds a record with the negative amount, the same day and the reason.
 * @throws DomainError `loan.not-found`; LoanRefused
 */
export function correctDrawdown(
  context: LoanContext,
  scope: ApplicationScope,
  of: Of,
  reason: string,
  mover: Mover,
): Promise<Corrected> {
  return correcting(
    context,
    scope,
    of.loanId,
    'correct-drawdown',
    async (session, loan) => {
      const all = await context.drawdowns.of(loan.id, session)
      const wrong = standing(all, of.id)
      if (wrong.state !== 'made') throw new LoanRefused(loan, 'correct-drawdown', { kind: 'drawdown-not-made' })
      const { drawdowns, now } = context
      await drawdowns.set(session, wrong.id, { state: 'corrected' })
      const reversal: Drawdown = {
        ...wrong,
        ...reversing(wrong.id, reason, mover, now()),
        ...{ plannedOn: null, plannedFen: null, state: 'corrected' },
        amountFen: -wrong.amountFen,
      }
      await drawdowns.insert(session, [reversal])
      return {
        event: 'LOAN_DRAWDOWN_CORRECTED',
        what: `${formatDate(wrong.madeOn ?? loan.signedOn)} 投放 ${formatYuan(wrong.amountFen)}`,
        detail: { drawdownId: wrong.id, reversalId: reversal.id, amountFen: wrong.amountFen, reason },
      }
    },
    { reason, mover },
  )
}

/** Reverses a repayment that was entered wrongly. See `correctDrawdown`. @throws DomainError `loan.not-found`; LoanRefused */
export function correctRepayment(
  context: LoanContext,
  scope: ApplicationScope,
  of: Of,
  reason: string,
  mover: Mover,
): Promise<Corrected> {
  return correcting(
    context,
    scope,
    of.loanId,
    'correct-repayment',
    async (session, loan) => {
      const all = await context.repayments.of(loan.id, session)
      const wrong = standing(all, of.id)
      if (all.some(({ reverses }) => reverses === wrong.id))
        throw new LoanRefused(loan, 'correct-repayment', { kind: 'repayment-corrected' })
      const reversal: Repayment = {
        ...wrong,
        ...reversing(wrong.id, reason, mover, context.now()),
        principalFen: -wrong.principalFen,
        prepaidFen: -wrong.prepaidFen,
        interestFen: -wrong.interestFen,
        otherFen: -wrong.otherFen,
      }
      await context.repayments.insert(session, reversal)
      const { principalFen, interestFen } = wrong
      return {
        event: 'LOAN_REPAYMENT_CORRECTED',
        what: `${formatDate(wrong.paidOn)} 还款，本金 ${formatYuan(principalFen)}，利息 ${formatYuan(interestFen)}`,
        detail: { repaymentId: wrong.id, reversalId: reversal.id, principalFen, interestFen, reason },
      }
    },
    { reason, mover },
  )
}

type Correction = { readonly event: string; readonly what: string; readonly detail: Readonly<Record<string, unknown>> }

async function correcting(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  action: LoanAction,
  reverse: (session: ClientSession, loan: Loan) => Promise<Correction>,
  { reason, mover }: { readonly reason: string; readonly mover: Mover },
): Promise<Corrected> {
  try {
    return await inTransaction(context.connection, async (session) => {
      const loan = await requireLoan(context, scope, loanId, session)
      requireState(loan, ['disbursing', 'repaying'], action)
      const { event, what, detail } = await reverse(session, loan)
      const settled = await recalculateLoan(context, session, loan)
      if (settled.fault !== null) throw new TransactionAborted(settled.fault)
      const text = `银行更正了登记错误的记录：${what}。原因：${reason}`
      await notifyEnterprise(context, session, loan, { subject: '一笔记录已更正', text })
      await recordLoanAudit(context, session, event, loan, mover, detail)
      return ok(settled.loan)
    })
  } catch (error) {
    if (error instanceof TransactionAborted)
      return failed([{ field: 'reason', message: FAULTS[error.outcome as LoanBalanceFault] }])
    throw error
  }
}

const FAULTS: Readonly<Record<LoanBalanceFault, string>> = {
  'below-zero': '不能更正：没有这笔投放，已登记的还款就超过投放了。请先更正还款',
  'over-contract': '不能更正：投放合计会超过合同金额',
  'after-maturity': '不能更正：有投放晚于到期日',
}

function standing<R extends { readonly id: string; readonly reverses: string | null }>(
  all: readonly R[],
  id: string,
): R {
  const found = all.find((one) => one.id === id && one.reverses === null)
  if (!found) throw new DomainError('loan.record-not-found')
  return found
}

const reversing = (reverses: string, reason: string, { name }: Mover, at: Date) => {
  return { id: newRecordId(), reverses, reason, key: null, recordedAt: at, by: name }
}
