import type { ClientSession, Connection } from 'mongoose'
import type { ApplicationsService, Mover, ApplicationScope } from '../../applications/index.js'
import type { AuditLog } from '../../audit/index.js'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import type { Notices } from '../../notices/index.js'
import type { BenefitStore } from '../data/benefit.store.js'
import type { DrawdownStore } from '../data/drawdown.store.js'
import type { DueStore } from '../data/due.store.js'
import type { LoanStore } from '../data/loan.store.js'
import type { RepaymentStore } from '../data/repayment.store.js'
import { paths } from '../../paths.js'
import { NotFound, PageError } from '../../web/errors.js'
import { loanBalance, type LoanBalanceFault, type LoanEvent } from '../rules/loan-balance.js'
import { LOAN_STATE_NAMES, type Drawdown, type Due, type Loan, type LoanState, type Repayment } from '../rules/loan.js'
import { isSettled, nextDue } from '../rules/overdue.js'

/** What every use case about loans works with. */
export type LoanContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell' | 'removeAbout'>
  readonly applications: Pick<ApplicationsService, 'get' | 'moveIn'>
  /** The project that a request is for: the need behind it. */
  readonly projectOf: (requestId: string, session: ClientSession) => Promise<string>
  readonly loans: LoanStore
  readonly drawdowns: DrawdownStore
  readonly repayments: RepaymentStore
  readonly dues: DueStore
  readonly benefits: BenefitStore
}

/** Today in China. */
export const todayOf = ({ now }: Pick<LoanContext, 'now'>): LawDate => chinaDay(now())

/** What is wrong with something a person entered, by the name of its field; an empty name for the whole. */
export type EntryFault = { readonly field: string; readonly message: string }

/** Reads a loan to change it. @throws NotFound when it is not there or lies outside the scope. */
export async function requireLoan(
  { loans }: Pick<LoanContext, 'loans'>,
  scope: ApplicationScope,
  id: string,
  session: ClientSession | null = null,
): Promise<Loan> {
  const loan = await loans.find(scope, id, session)
  if (loan === null) throw new NotFound('没有这笔贷款。')
  return loan
}

/** Something cannot be done with a loan that stands where it stands. */
export class LoanRefused extends PageError {
  constructor(loan: Pick<Loan, 'id' | 'number' | 'state'>, what: string, why = '') {
    const state = `这笔贷款现在是“${LOAN_STATE_NAMES[loan.state]}”。`
    const more = why === '' ? state : why
    super(409, '这一步现在不能办理', `“${what}”没有办成：${more}没有任何内容被改动。`, [
      { href: paths.bankLoan({ id: loan.id }), text: `查看贷款 ${loan.number}` },
    ])
  }
}

/** @throws LoanRefused unless the loan is in one of these states. */
export function requireState(loan: Loan, states: readonly LoanState[], what: string): void {
  if (!states.includes(loan.state)) throw new LoanRefused(loan, what)
}

/** Somebody changed the loan since the form was shown. @throws LoanRefused */
export function requireVersion(loan: Loan, shown: number | undefined, what: string): void {
  if (shown === undefined || shown === loan.version) return
  throw new LoanRefused(loan, what, '您打开页面之后，这笔贷款已经变动，请看过最新情况后再办理。')
}

type Money = { readonly drawdowns: readonly Drawdown[]; readonly repayments: readonly Repayment[] }

/** Drawdowns and repayments as they count: what was reversed, and its reversal, are left out. */
export function eventsOf({ drawdowns, repayments }: Money): readonly LoanEvent[] {
  const reversed = new Set([...drawdowns, ...repayments].map(({ reverses }) => reverses))
  const stands = ({ id, reverses }: { readonly id: string; readonly reverses: string | null }) =>
    reverses === null && !reversed.has(id)
  return [
    ...drawdowns
      .filter(stands)
      .flatMap(({ madeOn, amountFen }) => (madeOn === null ? [] : [{ kind: 'draw' as const, on: madeOn, amountFen }])),
    ...repayments.filter(stands).map(({ paidOn, principalFen, prepaidFen, interestFen }) => {
      return { kind: 'pay' as const, on: paidOn, principalFen, prepaidFen, interestFen }
    }),
  ]
}

/** Everything that has moved money on a loan, as it stands in the session. */
export async function paymentsOf(context: LoanContext, loanId: string, session: ClientSession): Promise<Money> {
  return {
    drawdowns: await context.drawdowns.of(loanId, session),
    repayments: await context.repayments.of(loanId, session),
  }
}

/**
 * Writes the loan with what its events now come to: balance, due list, next due date. The events were written in this
 * session before.
 * @returns why the events cannot be; the caller then gives the transaction up.
 */
export async function recalculateLoan(
  context: LoanContext,
  session: ClientSession,
  loan: Loan,
  change: Partial<Pick<Loan, 'state' | 'conditions'>> = {},
): Promise<{ readonly loan: Loan; readonly fault: null } | { readonly fault: LoanBalanceFault }> {
  const worked = loanBalance(loan, eventsOf(await paymentsOf(context, loan.id, session)))
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

/** Ends the transaction without a write, with something to tell the person. */
export class TransactionAborted<T> extends Error {
  constructor(readonly outcome: T) {
    super('given up')
  }
}

/** Records what was done with a loan that is no move of its application. */
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
