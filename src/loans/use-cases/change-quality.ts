import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { qualityOf, type Loan, type Quality } from '../rules/loan.js'
import {
  recordLoanAudit,
  requireLoan,
  requireState,
  requireVersion,
  saveLoan,
  todayOf,
  type LoanContext,
} from './change-loan.js'

/** The input of the quality form. */
export type QualityOrder = {
  readonly quality: Quality
  readonly from: LawDate
  readonly reason: string
  /** The version of the loan that the form showed. */
  readonly shown?: number
}

/** Puts a loan into another class of quality (五级分类). @throws DomainError `loan.not-found`; LoanRefused */
export async function changeQuality(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  { quality, from, reason, shown }: QualityOrder,
  mover: Mover,
): Promise<Result<Loan, readonly FieldFault[]>> {
  return inTransaction(context.connection, async (session): Promise<Result<Loan, readonly FieldFault[]>> => {
    const loan = await requireLoan(context, scope, loanId, session)
    requireState(loan, ['contracted', 'disbursing', 'repaying'], 'change-quality')
    const before = qualityOf(loan)
    // A second click.
    if (before === quality && loan.qualities.at(-1)?.reason === reason) return ok(loan)
    requireVersion(loan, shown, 'change-quality')
    const since = loan.qualities.at(-1)?.from ?? loan.signedOn
    const faults: FieldFault[] = []
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
