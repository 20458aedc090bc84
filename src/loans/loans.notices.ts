import type { ClientSession } from 'mongoose'
import type { Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { LoanContext } from './use-cases/change-loan.js'
import type { Loan } from './rules/loan.js'

type Told = Pick<Tell, 'subject' | 'text'> & Partial<Pick<Tell, 'key' | 'urgent'>>

/** Tells the enterprise of something about its loan. */
export function notifyEnterprise(
  { notices }: Pick<LoanContext, 'notices'>,
  session: ClientSession,
  loan: Loan,
  told: Told,
): Promise<void> {
  return notices.tell(session, {
    to: { kind: 'enterprise', id: loan.enterpriseId },
    href: paths.enterpriseLoan({ id: loan.id }),
    about: { kind: 'loan', id: loan.id },
    ...titled(loan, told),
  })
}

/** Tells the bank: the person in charge of the application, or all while there is none. */
export async function notifyBank(
  { notices, applications }: Pick<LoanContext, 'notices' | 'applications'>,
  session: ClientSession,
  loan: Loan,
  told: Told,
): Promise<void> {
  const { officerId } = await applications.get('all', loan.applicationId, session)
  await notices.tell(session, {
    to: { kind: 'bank', id: loan.bankId, ...(officerId !== null && { accountId: officerId }) },
    href: paths.bankLoan({ id: loan.id }),
    about: { kind: 'loan', id: loan.id },
    ...titled(loan, told),
  })
}

const titled = (loan: Loan, told: Told): Told => ({
  ...told,
  subject: `${told.subject}：${loan.title}（${loan.number}）`,
})
