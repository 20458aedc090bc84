import type { ClientSession } from 'mongoose'
import type { Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { LoanContext } from './use-cases/change-loan.js'
import type { Loan } from './rules/loan.js'

type LoanNotice = Pick<Tell, 'subject' | 'text'> & Partial<Pick<Tell, 'key' | 'urgent'>>

/** A notice to the enterprise about its loan. */
export function notifyEnterprise(
  { notices }: Pick<LoanContext, 'notices'>,
  session: ClientSession,
  loan: Loan,
  notice: LoanNotice,
): Promise<void> {
  return notices.tell(session, {
    to: { kind: 'enterprise', id: loan.enterpriseId },
    href: paths.enterpriseLoan({ id: loan.id }),
    about: { kind: 'loan', id: loan.id },
    ...withLoanTitle(loan, notice),
  })
}

/** A notice to the bank: to the officer of the application, or to everybody while there is none. */
export async function notifyBank(
  { notices, applications }: Pick<LoanContext, 'notices' | 'applications'>,
  session: ClientSession,
  loan: Loan,
  notice: LoanNotice,
): Promise<void> {
  const { officerId } = await applications.get('all', loan.applicationId, session)
  await notices.tell(session, {
    to: { kind: 'bank', id: loan.bankId, ...(officerId !== null && { accountId: officerId }) },
    href: paths.bankLoan({ id: loan.id }),
    about: { kind: 'loan', id: loan.id },
    ...withLoanTitle(loan, notice),
  })
}

const withLoanTitle = (loan: Loan, notice: LoanNotice): LoanNotice => ({
  ...notice,
  subject: `${notice.subject}：${loan.title}（${loan.number}）`,
})
