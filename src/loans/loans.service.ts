import type { ClientSession } from 'mongoose'
import type { Mover, ApplicationScope } from '../applications/index.js'
import type { DataHolder } from '../enterprises/index.js'
import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { DomainError } from '../kernel/domain-error.js'
import { balanceOn } from './rules/loan-balance.js'
import { benefitStore } from './data/benefit.store.js'
import { requireLoan, todayOf, type LoanContext } from './use-cases/change-loan.js'
import { changeQuality, type QualityOrder } from './use-cases/change-quality.js'
import { cancelContract, closeLoan, type CancelOrder } from './use-cases/close-loan.js'
import { correctDrawdown, correctRepayment } from './use-cases/correct-record.js'
import { drawdownStore } from './data/drawdown.store.js'
import { dueStore, type OverdueSum } from './data/due.store.js'
import { cancelDrawdown, endDrawing } from './use-cases/end-drawing.js'
import { loanStore, type LoanFilter, type LoanSums, type LoanSlice } from './data/loan.store.js'
import type { CountedLoan, Benefit, Drawdown, Due, Loan, Repayment } from './rules/loan.js'
import { sendBenefitReminders, sendOverdueNotices } from './use-cases/send-reminders.js'
import { makeDrawdown, type DrawdownOrder } from './use-cases/make-drawdown.js'
import { recordRepayment, type RepaymentOrder } from './use-cases/record-repayment.js'
import { repaymentStore } from './data/repayment.store.js'
import { reportBenefit, verifyBenefit, type BenefitReport, type VerifiedYear } from './use-cases/report-benefit.js'
import { signContract, type Signature } from './use-cases/sign-contract.js'

export type LoansServiceDeps = Pick<
  LoanContext,
  'connection' | 'now' | 'audit' | 'notices' | 'applications' | 'projectOf'
>
export type LoansService = ReturnType<typeof loansService>
type RecordRef = { readonly loanId: string; readonly id: string }

/** Everything about one loan, as a page shows it. */
export type LoanFile = {
  readonly loan: Loan
  readonly drawdowns: readonly Drawdown[]
  readonly repayments: readonly Repayment[]
  readonly dues: readonly Due[]
  readonly benefits: readonly Benefit[]
}

export type LoanTotals = LoanSums & { readonly overdueFen: Fen; readonly overdueCount: number }

/** Loans from the signature on. Every change is one transaction with its audit event. */
export function loansService(parts: LoansServiceDeps) {
  const { connection } = parts
  const context: LoanContext = {
    ...parts,
    loans: loanStore(connection),
    drawdowns: drawdownStore(connection),
    repayments: repaymentStore(connection),
    dues: dueStore(connection),
    benefits: benefitStore(connection),
  }
  return { ...queries(context), ...commands(context), ...maintenance(context) }
}

function queries(context: LoanContext) {
  const { loans, drawdowns, repayments, dues, benefits } = context
  return {
    now: context.now,
    /** @throws DomainError `loan.not-found` when it is not there or lies outside the scope. */
    get: (scope: ApplicationScope, id: string): Promise<Loan> => requireLoan(context, scope, id),
    ofApplication: (scope: ApplicationScope, applicationId: string): Promise<Loan | null> =>
      loans.ofApplication(scope, applicationId),

    /** @throws DomainError `loan.not-found` when it is not there or lies outside the scope. */
    async file(scope: ApplicationScope, id: string): Promise<LoanFile> {
      const loan = await requireLoan(context, scope, id)
      const parts = [drawdowns.of(id), repayments.of(id), dues.of(id), benefits.of(loan.projectId)] as const
      const [made, paid, list, saved] = await Promise.all(parts)
      return { loan, drawdowns: made, repayments: paid, dues: list, benefits: saved }
    },

    list: (scope: ApplicationScope, filter: LoanFilter, slice: LoanSlice): Promise<readonly Loan[]> =>
      loans.list(scope, filter, slice),
    stream: (scope: ApplicationScope, filter: LoanFilter): AsyncIterable<Loan> => loans.stream(scope, filter),
    /** What is overdue today, by loan. */
    overdue: (scope: ApplicationScope): Promise<ReadonlyMap<string, OverdueSum>> =>
      dues.overdue(scope, todayOf(context)),

    /** Sums of what the filter leaves; overdue as of today. */
    async totals(scope: ApplicationScope, filter: LoanFilter): Promise<LoanTotals> {
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
      /** Every loan with all terms of its contract. */
      contracts: (): AsyncIterable<Loan> => loans.every(),
      drawdowns: (loanIds: readonly string[] | null): AsyncIterable<Drawdown> => drawdowns.walk(loanIds),
      repayments: (loanIds: readonly string[] | null): AsyncIterable<Repayment> => repayments.walk(loanIds),
      /** What the due lists have open now of the dates before a day, by loan. */
      openBefore: (day: LawDate): Promise<ReadonlyMap<string, OverdueSum>> => dues.overdue('all', day),
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

/** The use cases; each documents its results and errors. */
function commands(context: LoanContext) {
  return {
    sign: (scope: ApplicationScope, applicationId: string, signature: Signature, mover: Mover) =>
      signContract(context, scope, applicationId, signature, mover),
    draw: (scope: ApplicationScope, loanId: string, order: DrawdownOrder, mover: Mover) =>
      makeDrawdown(context, scope, loanId, order, mover),
    cancelDrawdown: (scope: ApplicationScope, { loanId, id }: RecordRef, reason: string, mover: Mover) =>
      cancelDrawdown(context, scope, { loanId, drawdownId: id }, reason, mover),
    endDrawing: (scope: ApplicationScope, loanId: string, mover: Mover) => endDrawing(context, scope, loanId, mover),
    cancel: (scope: ApplicationScope, loanId: string, order: CancelOrder, mover: Mover) =>
      cancelContract(context, scope, loanId, order, mover),
    repay: (scope: ApplicationScope, loanId: string, order: RepaymentOrder, mover: Mover) =>
      recordRepayment(context, scope, loanId, order, mover),
    correctDrawdown: (scope: ApplicationScope, of: RecordRef, reason: string, mover: Mover) =>
      correctDrawdown(context, scope, of, reason, mover),
    correctRepayment: (scope: ApplicationScope, of: RecordRef, reason: string, mover: Mover) =>
      correctRepayment(context, scope, of, reason, mover),
    changeQuality: (scope: ApplicationScope, loanId: string, order: QualityOrder, mover: Mover) =>
      changeQuality(context, scope, loanId, order, mover),
    close: (scope: ApplicationScope, loanId: string, mover: Mover) => closeLoan(context, scope, loanId, mover),
    reportBenefit: (scope: ApplicationScope, loanId: string, report: BenefitReport, mover: Mover) =>
      reportBenefit(context, scope, loanId, report, mover),
    verifyBenefit: (scope: ApplicationScope, of: VerifiedYear, note: string, mover: Mover) =>
      verifyBenefit(context, scope, of, note, mover),
  }
}

/** Scheduled work, and the export and removal of an enterprise's data. */
function maintenance(context: LoanContext) {
  const { loans, drawdowns, repayments, dues, benefits } = context
  const holder: DataHolder = {
    name: 'loans',
    exportOf: (enterpriseId) => exportLoans(context, enterpriseId),
    async close(session, enterpriseId) {
      const running = await loans.running(session, enterpriseId)
      if (running > 0) throw new DomainError('loan.running', { count: running })
      await benefits.forgetPeople(session, enterpriseId)
    },
  }
  return {
    /** For the export and closure of an enterprise: one with a running loan cannot be closed. */
    holder,
    sendOverdueNotices: (now: Date): Promise<number> => sendOverdueNotices(context, now),
    sendBenefitReminders: (now: Date): Promise<number> => sendBenefitReminders(context, now),
    /** Removes the loans of sample enterprises with all their records. Returns how many. */
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

/**
 * The loans of an enterprise for its data export. Leaves out the bank's internal data: the quality classes with their
 * reasons (五级分类 is internal, 《商业银行金融资产风险分类办法》) and the names of bank staff.
 */
export async function exportLoans(
  { loans, drawdowns, repayments, dues, benefits }: LoanContext,
  enterpriseId: string,
): Promise<readonly unknown[]> {
  const all = await loans.ofEnterprises(null, [enterpriseId])
  return Promise.all(
    all.map(async (loan) => ({
      ...ownPartOf(loan),
      drawdowns: (await drawdowns.of(loan.id)).map(withoutOfficer),
      repayments: (await repayments.of(loan.id)).map(withoutOfficer),
      dues: await dues.of(loan.id),
      benefits: (await benefits.of(loan.projectId)).map(withoutVerifier),
    })),
  )
}

function ownPartOf(loan: Loan) {
  const conditions = loan.conditions.map(({ text, fulfilled }) => ({ text, fulfilledOn: fulfilled?.on ?? null }))
  return { ...without(loan, 'qualities'), conditions }
}

const withoutOfficer = (record: Drawdown | Repayment) => without(record, 'by')

/** The name of who reported belongs to the enterprise; the name of who verified belongs to the bank. */
const withoutVerifier = ({ verified, ...benefit }: Benefit) => ({
  ...benefit,
  verified: verified && without(verified, 'by'),
})

const without = <T extends object>(record: T, left: keyof T): object =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== left))
