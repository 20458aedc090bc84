import type { ClientSession } from 'mongoose'
import type { Mover, Scope } from '../applications/index.js'
import type { DataHolder } from '../enterprises/index.js'
import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { PageError } from '../web/errors.js'
import { paths } from '../paths.js'
import { balanceOn } from './balance-on.js'
import { benefitStore } from './benefit.store.js'
import { requireLoan } from './change-loan.js'
import { changeQuality, closeLoan, type QualityOrder } from './close-loan.js'
import { todayOf, type Context } from './context.js'
import { correctDrawdown, correctRepayment } from './correct-money.js'
import { drawdownStore } from './drawdown.store.js'
import { dueStore, type OpenSum } from './due.store.js'
import { cancelContract, cancelDrawdown, endDrawing, type CancelOrder } from './end-drawing.js'
import { exportLoans } from './export-loans.js'
import { loanStore, type LoanFilter, type LoanSums, type Slice } from './loan.store.js'
import type { CountedLoan, Benefit, Drawdown, Due, Loan, Repayment } from './loan.js'
import { remindOfBenefits, tellOverdue } from './loan-reminders.js'
import { makeDrawdown, type DrawdownOrder } from './make-drawdown.js'
import { recordRepayment, type RepaymentOrder } from './record-repayment.js'
import { repaymentStore } from './repayment.store.js'
import { reportBenefit, verifyBenefit, type BenefitReport, type VerifiedYear } from './report-benefit.js'
import { signContract, type Signature } from './sign-contract.js'

export type LoansParts = Pick<Context, 'connection' | 'now' | 'audit' | 'notices' | 'applications' | 'projectOf'>
export type LoansService = ReturnType<typeof loansService>
type Of = { readonly loanId: string; readonly id: string }

/** Everything about one loan, as a page shows it. */
export type LoanFile = {
  readonly loan: Loan
  readonly drawdowns: readonly Drawdown[]
  readonly repayments: readonly Repayment[]
  readonly dues: readonly Due[]
  readonly benefits: readonly Benefit[]
}

export type Totals = LoanSums & { readonly overdueFen: Fen; readonly overdueCount: number }

/** Loans from the signature on. Every change is one transaction with its audit event. */
export function loansService(parts: LoansParts) {
  const { connection } = parts
  const context: Context = {
    ...parts,
    loans: loanStore(connection),
    drawdowns: drawdownStore(connection),
    repayments: repaymentStore(connection),
    dues: dueStore(connection),
    benefits: benefitStore(connection),
  }
  return { ...reading(context), ...working(context), ...keeping(context) }
}

function reading(context: Context) {
  const { loans, drawdowns, repayments, dues, benefits } = context
  return {
    now: context.now,
    /** @throws NotFound when it is not there or lies outside the scope. */
    get: (scope: Scope, id: string): Promise<Loan> => requireLoan(context, scope, id),
    ofApplication: (scope: Scope, applicationId: string): Promise<Loan | null> =>
      loans.ofApplication(scope, applicationId),

    /** @throws NotFound when it is not there or lies outside the scope. */
    async file(scope: Scope, id: string): Promise<LoanFile> {
      const loan = await requireLoan(context, scope, id)
      const parts = [drawdowns.of(id), repayments.of(id), dues.of(id), benefits.of(loan.projectId)] as const
      const [made, paid, list, saved] = await Promise.all(parts)
      return { loan, drawdowns: made, repayments: paid, dues: list, benefits: saved }
    },

    list: (scope: Scope, filter: LoanFilter, slice: Slice): Promise<readonly Loan[]> =>
      loans.list(scope, filter, slice),
    stream: (scope: Scope, filter: LoanFilter): AsyncIterable<Loan> => loans.stream(scope, filter),
    /** What is overdue today, by loan. */
    overdue: (scope: Scope): Promise<ReadonlyMap<string, OpenSum>> => dues.overdue(scope, todayOf(context)),

    /** Sums of what the filter leaves; overdue as of today. */
    async totals(scope: Scope, filter: LoanFilter): Promise<Totals> {
      const today = todayOf(context)
      const [sums, overdue] = await Promise.all([loans.sums(scope, filter), dues.overdue(scope, today)])
      let [overdueFen, overdueCount] = [0, 0]
      if (overdue.size > 0) {
        for await (const { id } of loans.stream(scope, { ...filter, overdueOn: today })) {
          const open = overdue.get(id)
          overdueFen += (open?.principalFen ?? 0) + (open?.interestFen ?? 0)
          overdueCount += 1
        }
      }
      return { ...sums, overdueFen, overdueCount }
    },

    /** What figures are made of: every record, or those of some loans. */
    records: {
      loans: (ids: readonly string[] | null): AsyncIterable<CountedLoan> => loans.walk(ids),
      /** Every loan with all that its contract says. */
      contracts: (): AsyncIterable<Loan> => loans.every(),
      drawdowns: (loanIds: readonly string[] | null): AsyncIterable<Drawdown> => drawdowns.walk(loanIds),
      repayments: (loanIds: readonly string[] | null): AsyncIterable<Repayment> => repayments.walk(loanIds),
      /** What the due lists have open now of the dates before a day, by loan. */
      openBefore: (day: LawDate): Promise<ReadonlyMap<string, OpenSum>> => dues.overdue('all', day),
    },

    /** The sum of the contracts that a bank signed from one day to another, both inclusive. */
    contractedFen: (bankId: string, from: LawDate, until: LawDate, { isSample }: { readonly isSample: boolean }) =>
      loans.contractedFen(bankId, from, until, isSample),

    /** The balance at the end of a day: Σ drawn − Σ principal paid until then. */
    async balanceOn(loanId: string, day: LawDate): Promise<Fen> {
      const [made, paid] = await Promise.all([drawdowns.of(loanId), repayments.of(loanId)])
      return balanceOn(made, paid, day)
    },
  }
}

/** What people do; see the use cases for what each may answer and throw. */
function working(context: Context) {
  return {
    sign: (scope: Scope, applicationId: string, signature: Signature, mover: Mover) =>
      signContract(context, scope, applicationId, signature, mover),
    draw: (scope: Scope, loanId: string, order: DrawdownOrder, mover: Mover) =>
      makeDrawdown(context, scope, loanId, order, mover),
    cancelDrawdown: (scope: Scope, { loanId, id }: Of, reason: string, mover: Mover) =>
      cancelDrawdown(context, scope, { loanId, drawdownId: id }, reason, mover),
    endDrawing: (scope: Scope, loanId: string, mover: Mover) => endDrawing(context, scope, loanId, mover),
    cancel: (scope: Scope, loanId: string, order: CancelOrder, mover: Mover) =>
      cancelContract(context, scope, loanId, order, mover),
    repay: (scope: Scope, loanId: string, order: RepaymentOrder, mover: Mover) =>
      recordRepayment(context, scope, loanId, order, mover),
    correctDrawdown: (scope: Scope, of: Of, reason: string, mover: Mover) =>
      correctDrawdown(context, scope, of, reason, mover),
    correctRepayment: (scope: Scope, of: Of, reason: string, mover: Mover) =>
      correctRepayment(context, scope, of, reason, mover),
    changeQuality: (scope: Scope, loanId: string, order: QualityOrder, mover: Mover) =>
      changeQuality(context, scope, loanId, order, mover),
    close: (scope: Scope, loanId: string, mover: Mover) => closeLoan(context, scope, loanId, mover),
    reportBenefit: (scope: Scope, loanId: string, report: BenefitReport, mover: Mover) =>
      reportBenefit(context, scope, loanId, report, mover),
    verifyBenefit: (scope: Scope, of: VerifiedYear, note: string, mover: Mover) =>
      verifyBenefit(context, scope, of, note, mover),
  }
}

/** What goes on by itself, and what leaves with an enterprise or the samples. */
function keeping(context: Context) {
  const { loans, drawdowns, repayments, dues, benefits } = context
  const holder: DataHolder = {
    name: 'loans',
    exportOf: (enterpriseId) => exportLoans(context, enterpriseId),
    async close(session, enterpriseId) {
      const running = await loans.running(session, enterpriseId)
      if (running > 0) throw new LoansRunning(running)
      await benefits.forgetPeople(session, enterpriseId)
    },
  }
  return {
    /** For the export and closure of an enterprise: one with a running loan cannot be closed. */
    holder,
    tellOverdue: (now: Date): Promise<number> => tellOverdue(context, now),
    remindOfBenefits: (now: Date): Promise<number> => remindOfBenefits(context, now),
    /** Takes away the loans of sample enterprises, with all that hangs on them. Returns how many. */
    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<number> {
      const ids = (await loans.ofEnterprises(session, enterpriseIds)).map(({ id }) => id)
      await drawdowns.removeOf(session, ids)
      await repayments.removeOf(session, ids)
      await dues.removeOf(session, ids)
      await benefits.removeOf(session, enterpriseIds)
      await context.notices.removeAbout(session, 'loan', ids)
      return loans.removeOf(session, enterpriseIds)
    },
  }
}

/** An enterprise that still owes money cannot leave. */
class LoansRunning extends PageError {
  constructor(count: number) {
    super(
      409,
      '还有没有结清的贷款，不能注销',
      `企业还有 ${count} 笔贷款没有结清。贷款全部结清后才能注销；没有任何内容被改动。`,
      [{ href: paths.enterpriseLoans({}), text: '查看我的贷款' }],
    )
  }
}
