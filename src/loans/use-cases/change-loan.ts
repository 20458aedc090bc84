import type { ClientSession, Connection } from 'mongoose'
import type { ApplicationsService, Mover, ApplicationScope } from '../../applications/index.js'
import type { AuditLog } from '../../audit/index.js'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { Fen } from '../../kernel/money.js'
import type { Notices } from '../../notices/index.js'
import type { BenefitStore } from '../data/benefit.store.js'
import type { DrawdownStore } from '../data/drawdown.store.js'
import type { DueStore } from '../data/due.store.js'
import type { LoanStore } from '../data/loan.store.js'
import type { RepaymentStore } from '../data/repayment.store.js'
import { loanBalance, loanEvents, type LoanBalanceFault } from '../rules/loan-balance.js'
import type { Due, Loan, LoanPayments, LoanState } from '../rules/loan.js'
import { isSettled, nextDue } from '../rules/overdue.js'

/** What every use case about loans works with. */
export type LoanContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell' | 'removeAbout'>
  readonly applications: Pick<ApplicationsService, 'get' | 'moveIn'>
  /** The id of the project (the need) that a financing request belongs to. */
  readonly projectOf: (requestId: string, session: ClientSession) => Promise<string>
  readonly loans: LoanStore
  readonly drawdowns: DrawdownStore
  readonly repayments: RepaymentStore
  readonly dues: DueStore
  readonly benefits: BenefitStore
}

/** Today in China. */
export const todayOf = ({ now }: Pick<LoanContext, 'now'>): LawDate => chinaDay(now())

/** What people do with a loan. `loans.error-pages.ts` words them. */
export type LoanAction =
  | 'draw'
  | 'repay'
  | 'end-drawing'
  | 'cancel-drawdown'
  | 'cancel-contract'
  | 'close'
  | 'change-quality'
  | 'correct-drawdown'
  | 'correct-repayment'
  | 'verify-benefit'

/** Why an action is refused. `loans.error-pages.ts` words them. */
export type LoanRefusalReason =
  | { readonly kind: 'wrong-state' | 'changed-since-shown' | 'nothing-drawn' | 'repayment-corrected' }
  | { readonly kind: 'plan-used' | 'drawdown-not-planned' | 'drawdown-not-made' }
  | { readonly kind: 'unpaid'; readonly principalFen: Fen; readonly interestFen: Fen }
  | { readonly kind: 'already-drawn'; readonly drawnFen: Fen }
  | { readonly kind: 'benefit-changed'; readonly year: number }

export type LoanRefusal = Pick<Loan, 'id' | 'number' | 'state'> & {
  readonly action: LoanAction
  readonly reason: LoanRefusalReason
}

/** The current state of the loan does not allow the action. Nothing is changed. */
export class LoanRefused extends DomainError {
  constructor(
    { id, number, state }: Pick<Loan, 'id' | 'number' | 'state'>,
    action: LoanAction,
    readonly reason: LoanRefusalReason = { kind: 'wrong-state' },
  ) {
    super('loan.refused', { id, number, state, action, reason } satisfies LoanRefusal)
  }
}

/** Reads a loan to change it. @throws DomainError `loan.not-found` when it does not exist or lies outside the scope */
export async function requireLoan(
  { loans }: Pick<LoanContext, 'loans'>,
  scope: ApplicationScope,
  id: string,
  session: ClientSession | null = null,
): Promise<Loan> {
  const loan = await loans.find(scope, id, session)
  if (loan === null) throw new DomainError('loan.not-found')
  return loan
}

/** @throws LoanRefused unless the loan is in one of these states. */
export function requireState(loan: Loan, states: readonly LoanState[], action: LoanAction): void {
  if (!states.includes(loan.state)) throw new LoanRefused(loan, action)
}

/** @throws LoanRefused when somebody changed the loan since the form was shown. */
export function requireVersion(loan: Loan, shown: number | undefined, action: LoanAction): void {
  if (shown === undefined || shown === loan.version) return
  throw new LoanRefused(loan, action, { kind: 'changed-since-shown' })
}

/** All drawdowns and repayments of a loan, as read in the session. */
export async function paymentsOf(context: LoanContext, loanId: string, session: ClientSession): Promise<LoanPayments> {
  return {
    drawdowns: await context.drawdowns.of(loanId, session),
    repayments: await context.repayments.of(loanId, session),
  }
}

/**
 * Recalculates balance, due list and next due date from the events and saves the loan. The events must already be
 * written in this session.
 * @returns the fault when the events do not fit the contract; the caller then rolls the transaction back.
 */
export async function recalculateLoan(
  context: LoanContext,
  session: ClientSession,
  loan: Loan,
  change: Partial<Pick<Loan, 'state' | 'conditions'>> = {},
): Promise<{ readonly loan: Loan; readonly fault: null } | { readonly fault: LoanBalanceFault }> {
  const worked = loanBalance(loan, loanEvents(await paymentsOf(context, loan.id, session)))
  if (!worked.ok) return { fault: worked.error }
  const { drawnFen, balanceFen, dues } = worked.value
  const lines = dues.map((due, index): Due => ({ ...loanRefOf(loan), no: index + 1, ...due, settled: isSettled(due) }))
  await context.dues.put(session, loan.id, lines)
  const nextDueOn = nextDue(dues)?.dueOn ?? null
  return { loan: await saveLoan(context, session, loan, { ...change, drawnFen, balanceFen, nextDueOn }), fault: null }
}

/** Writes the next version of a loan that was read in this session. */
export async function saveLoan(
  { loans, now }: Pick<LoanContext, 'loans' | 'now'>,
  session: ClientSession,
  loan: Loan,
  change: Partial<Omit<Loan, 'id' | 'version'>>,
): Promise<Loan> {
  const next: Loan = { ...loan, ...change, version: loan.version + 1, updatedAt: now() }
  if (!(await loans.replace(session, next, loan.version))) {
    throw new Error(`loan ${loan.id} was changed inside a transaction that had read it`)
  }
  return next
}

export const loanRefOf = ({ id, applicationId, enterpriseId, bankId, isSample }: Loan) => {
  return { loanId: id, applicationId, enterpriseId, bankId, isSample }
}

/** Rolls the transaction back and carries the outcome for the person. */
export class TransactionAborted<T> extends Error {
  constructor(readonly outcome: T) {
    super('transaction aborted')
  }
}

/** Records the audit event of a change that is not a move of the application. */
export async function recordLoanAudit(
  { audit }: Pick<LoanContext, 'audit'>,
  session: ClientSession,
  name: string,
  loan: Loan,
  mover: Pick<Mover, 'actor'>,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await audit.record(session, { name, actor: mover.actor, subject: { kind: 'loan', id: loan.id }, detail })
}
