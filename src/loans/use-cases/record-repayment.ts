import type { FieldFault } from '../../kernel/field-fault.js'
import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan, type Fen } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { loanBalance, loanEvents, type LoanBalance } from '../rules/loan-balance.js'
import {
  TransactionAborted,
  paymentsOf,
  recordLoanAudit,
  loanRefOf,
  requireLoan,
  requireVersion,
  requireState,
  recalculateLoan,
  todayOf,
  type LoanContext,
} from './change-loan.js'
import type { Loan, Repayment } from '../rules/loan.js'
import { isSettled, unpaidAmounts, payableOn } from '../rules/overdue.js'
import { notifyEnterprise } from '../loans.notices.js'

/** The input of the repayment form. */
export type RepaymentOrder = {
  readonly paidOn: LawDate
  /** Principal that is due, or falls due next. */
  readonly principalFen: Fen
  /** Principal paid ahead (提前还本). */
  readonly prepaidFen: Fen
  readonly interestFen: Fen
  /** Penalty interest and the like. */
  readonly otherFen: Fen
  /** One-time key of the form. */
  readonly key: string
  /** The version of the loan that the form showed. */
  readonly shown?: number
}

type Recorded = Result<Loan, readonly FieldFault[]>

/**
 * Records a repayment and recalculates the due list. @throws DomainError `loan.not-found`; LoanRefused
 */
export async function recordRepayment(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  order: RepaymentOrder,
  mover: Mover,
): Promise<Recorded> {
  try {
    return await inTransaction(context.connection, async (session): Promise<Recorded> => {
      const loan = await requireLoan(context, scope, loanId, session)
      const money = await paymentsOf(context, loan.id, session)
      if (money.repayments.some(({ key }) => key === order.key)) return ok(loan)
      requireState(loan, ['disbursing', 'repaying'], 'repay')
      requireVersion(loan, order.shown, 'repay')
      const standing = loanBalance(loan, loanEvents(money))
      if (!standing.ok) throw new Error(`the events of loan ${loan.id} do not add up: ${standing.error}`)
      const faults = repaymentFaults(standing.value, order, todayOf(context))
      if (faults.length > 0) return failed(faults)
      const repayment = repaymentOf(loan, standing.value, order, { at: context.now(), by: mover.name })
      await context.repayments.insert(session, repayment)
      const settled = await recalculateLoan(context, session, loan)
      if (settled.fault !== null) {
        const message = '还款日期：那一天的贷款余额没有这么多，请核对日期和金额'
        throw new TransactionAborted([{ field: 'paidOn', message }])
      }
      await notifyEnterprise(context, session, loan, {
        subject: '银行登记了一笔还款',
        text: `${formatDate(order.paidOn)}，本金 ${formatYuan(repayment.principalFen)}，利息 ${formatYuan(order.interestFen)}。贷款余额 ${formatYuan(settled.loan.balanceFen)}。`,
      })
      const { principalFen, prepaidFen, interestFen, otherFen, paidOn } = repayment
      const detail = { repaymentId: repayment.id, paidOn, principalFen, prepaidFen, interestFen, otherFen }
      await recordLoanAudit(context, session, 'LOAN_REPAYMENT_RECORDED', loan, mover, detail)
      return ok(settled.loan)
    })
  } catch (error) {
    if (error instanceof TransactionAborted) return failed(error.outcome as readonly FieldFault[])
    throw error
  }
}

/** The faults of the input: an amount above what is due, or a date in the future. */
function repaymentFaults(
  { dues, balanceFen }: LoanBalance,
  { paidOn, principalFen, prepaidFen, interestFen, otherFen }: RepaymentOrder,
  today: LawDate,
): readonly FieldFault[] {
  const faults: FieldFault[] = []
  const bad = (field: string, message: string) => faults.push({ field, message })
  if (paidOn > today) bad('paidOn', '还款日期：不能晚于今天')
  if (principalFen + prepaidFen + interestFen + otherFen === 0) bad('principal', '请至少填写一项金额')
  const payable = unpaidAmounts(payableOn(dues, paidOn))
  if (principalFen > payable.principalFen) {
    bad('principal', `归还到期本金：截至下一期应还本金 ${formatYuan(payable.principalFen)}，多出的请填在“提前归还本金”`)
  }
  if (principalFen + prepaidFen > balanceFen) {
    bad('prepaid', `提前归还本金：本金合计超过贷款余额 ${formatYuan(balanceFen)}`)
  } else if (prepaidFen > unpaidAmounts(dues.filter(({ dueOn }) => dueOn > paidOn)).principalFen) {
    bad('prepaid', '提前归还本金：到期未还的本金请填在“归还到期本金”')
  }
  if (interestFen > payable.interestFen) {
    bad('interest', `支付利息：截至下一期应付利息 ${formatYuan(payable.interestFen)}，罚息等请填在“罚息及其他”`)
  }
  return faults
}

function repaymentOf(
  loan: Loan,
  { dues }: LoanBalance,
  { paidOn, principalFen, prepaidFen, interestFen, otherFen, key }: RepaymentOrder,
  { at, by }: { readonly at: Date; readonly by: string },
): Repayment {
  const payable = payableOn(dues, paidOn).filter((due) => !isSettled(due))
  const missed = payable.filter(({ dueOn }) => dueOn <= paidOn)
  const open = missed.length > 0 ? missed : payable
  const due = unpaidAmounts(open)
  return {
    ...loanRefOf(loan),
    ...{ paidOn, prepaidFen, interestFen, otherFen, key },
    id: newRecordId(),
    principalFen: principalFen + prepaidFen,
    dueOn: open[0]?.dueOn ?? null,
    duePrincipalFen: due.principalFen,
    dueInterestFen: due.interestFen,
    reverses: null,
    reason: null,
    recordedAt: at,
    by,
  }
}
