import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import {
  LoanRefused,
  saveLoan,
  recordLoanAudit,
  requireLoan,
  requireVersion,
  requireState,
  todayOf,
  type LoanContext,
  type EntryFault,
} from './change-loan.js'
import { qualityOf, type Loan, type Quality } from '../rules/loan.js'
import { unpaidAmounts } from '../rules/overdue.js'

/** Closes a loan on which nothing is owed any more. @throws NotFound, LoanRefused, MoveRefused */
export async function closeLoan(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  mover: Mover,
): Promise<Loan> {
  return inTransaction(context.connection, async (session) => {
    const loan = await requireLoan(context, scope, loanId, session)
    if (loan.state === 'closed') return loan
    requireState(loan, ['repaying'], '结清')
    const { principalFen, interestFen } = unpaidAmounts(await context.dues.of(loan.id, session))
    if (principalFen + interestFen > 0) {
      const open = `还有本金 ${formatYuan(principalFen)}、利息 ${formatYuan(interestFen)} 没有还清。`
      throw new LoanRefused(loan, '结清', open)
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

/** What the form of the class of quality brings along. */
export type QualityOrder = {
  readonly quality: Quality
  readonly from: LawDate
  readonly reason: string
  /** The version of the loan that the form showed. */
  readonly shown?: number
}

/** Puts a loan into another class of quality (五级分类). @throws NotFound, LoanRefused */
export async function changeQuality(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  { quality, from, reason, shown }: QualityOrder,
  mover: Mover,
): Promise<Result<Loan, readonly EntryFault[]>> {
  return inTransaction(context.connection, async (session): Promise<Result<Loan, readonly EntryFault[]>> => {
    const loan = await requireLoan(context, scope, loanId, session)
    requireState(loan, ['contracted', 'disbursing', 'repaying'], '调整风险分类')
    const before = qualityOf(loan)
    // A second click.
    if (before === quality && loan.qualities.at(-1)?.reason === reason) return ok(loan)
    requireVersion(loan, shown, '调整风险分类')
    const since = loan.qualities.at(-1)?.from ?? loan.signedOn
    const faults: EntryFault[] = []
    if (before === quality) faults.push({ field: 'quality', message: `风险分类：现在就是“${quality}”` })
    if (from < since || from > todayOf(context)) {
      faults.push({ field: 'from', message: `生效日期：应在 ${formatDate(since)} 与今天之间` })
    }
    if (faults.length > 0) return failed(faults)
    const step = { quality, from, reason, at: context.now(), by: mover.name }
    const next = await saveLoan(context, session, loan, { qualities: [...loan.qualities, step] })
    await recordLoanAudit(context, session, 'LOAN_QUALITY_CHANGED', loan, mover, { before, quality, from, reason })
    return ok(next)
  })
}
