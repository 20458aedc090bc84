import type { FieldFault } from '../../kernel/field-fault.js'
import type { ClientSession } from 'mongoose'
import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { DomainError } from '../../kernel/domain-error.js'
import { LoanRefused, recordLoanAudit, requireLoan, todayOf, type LoanContext } from './change-loan.js'
import { benefitYears } from '../rules/environmental-benefit.js'
import type { Benefit, Loan } from '../rules/loan.js'
import { notifyBank, notifyEnterprise } from '../loans.notices.js'

/** The input of the benefit form: figures of the whole project for one year; null is unknown. */
export type BenefitReport = {
  readonly year: number
  readonly standardCoalTce: number | null
  readonly carbonT: number | null
  readonly basis: string
  /** When what the form showed of the year was reported, in milliseconds; 0 where it showed nothing. */
  readonly shown?: number
}

/**
 * Reports what a project saved in a year: once a project and year, whatever number of loans it has. What was reported
 * may be corrected until a bank has verified it.
 * @throws DomainError `loan.not-found`; `loan.benefit-changed` when a colleague reported the year since the form was
 *   shown
 */
export async function reportBenefit(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  { year, standardCoalTce, carbonT, basis, shown }: BenefitReport,
  mover: Mover,
): Promise<Result<Benefit, readonly FieldFault[]>> {
  return inTransaction(context.connection, async (session): Promise<Result<Benefit, readonly FieldFault[]>> => {
    const loan = await requireLoan(context, scope, loanId, session)
    const before = (await context.benefits.of(loan.projectId, session)).find((one) => one.year === year)
    const drawdowns = await context.drawdowns.of(loan.id, session)
    const faults: FieldFault[] = []
    if (!benefitYears(drawdowns, todayOf(context)).includes(year)) {
      faults.push({ field: 'year', message: '年度：只能填报首次投放以来已经结束的年度' })
    }
    if (before?.source === '核实')
      faults.push({ field: 'year', message: `年度：${year} 年的效益银行已经核实，不能再改` })
    if (standardCoalTce === null && carbonT === null) {
      faults.push({ field: 'coal', message: '节能量、减排量：请至少填写一项；都不清楚时先不要填报' })
    }
    if (faults.length > 0) return failed(faults)
    const given = { year, standardCoalTce, carbonT, basis }
    if (before !== undefined && shown !== undefined && shown !== before.reportedAt.getTime()) {
      // The same form was submitted twice.
      if (isSameReport(before, given)) return ok(before)
      throw new DomainError('loan.benefit-changed', benefitChange(loan, before))
    }
    const benefit = await saveBenefit(context, session, loan, before ?? null, given, mover)
    await notifyBank(context, session, loan, {
      subject: `企业填报了 ${year} 年环境效益`,
      text: `请核实 ${loan.enterpriseName} 填报的节能量和减排量。`,
    })
    const name = before ? 'LOAN_BENEFIT_CORRECTED' : 'LOAN_BENEFIT_REPORTED'
    const old = before && { before: { standardCoalTce: before.standardCoalTce, carbonT: before.carbonT } }
    await recordLoanAudit(context, session, name, loan, mover, { year, standardCoalTce, carbonT, ...old })
    return ok(benefit)
  })
}

const isSameReport = (one: Benefit, other: Omit<BenefitReport, 'shown'>): boolean =>
  one.standardCoalTce === other.standardCoalTce && one.carbonT === other.carbonT && one.basis === other.basis

export type BenefitChange = Pick<Loan, 'id' | 'number'> & Pick<Benefit, 'year' | 'by' | 'reportedAt'>

const benefitChange = ({ id, number }: Loan, { year, by, reportedAt }: Benefit): BenefitChange => ({
  ...{ id, number, year, by, reportedAt },
})

/** The version of each reported year as a form shows it, so that nobody overwrites a newer report. */
export const benefitVersions = (benefits: readonly Benefit[]): string =>
  benefits.map(({ year, reportedAt }) => `${year}:${reportedAt.getTime()}`).join(',')

async function saveBenefit(
  { benefits, now }: LoanContext,
  session: ClientSession,
  { id: loanId, projectId, enterpriseId, bankId, isSample }: Loan,
  before: Benefit | null,
  report: Omit<BenefitReport, 'shown'>,
  { name: by }: Mover,
): Promise<Benefit> {
  const given = { ...report, reportedAt: now(), by }
  if (before !== null) {
    await benefits.set(session, before.id, given)
    return { ...before, ...given }
  }
  const benefit: Benefit = {
    ...{ id: newRecordId(), projectId, loanId, enterpriseId, bankId, isSample },
    ...{ ...given, source: '自报', verified: null },
  }
  await benefits.insert(session, benefit)
  return benefit
}

export type VerifiedYear = { readonly loanId: string; readonly year: number; readonly shown?: number }

/**
 * A bank of the project has checked the figures of a year.
 * @param of `shown`: when the figures that the form showed were reported, in milliseconds; nobody verifies what it has
 *   not seen
 * @throws DomainError `loan.not-found`; LoanRefused when the figures changed since the form was shown
 */
export async function verifyBenefit(
  context: LoanContext,
  scope: ApplicationScope,
  of: VerifiedYear,
  note: string,
  mover: Mover,
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    const loan = await requireLoan(context, scope, of.loanId, session)
    const benefit = (await context.benefits.of(loan.projectId, session)).find(({ year }) => year === of.year)
    if (!benefit) throw new DomainError('loan.benefit-not-reported')
    if (benefit.source === '核实') return
    if (of.shown !== undefined && of.shown !== benefit.reportedAt.getTime()) {
      throw new LoanRefused(loan, 'verify-benefit', { kind: 'benefit-changed', year: of.year })
    }
    const verified = { at: context.now(), by: mover.name, note }
    await context.benefits.set(session, benefit.id, { source: '核实', verified })
    const text = `${loan.bankName} 核实了您填报的节能量和减排量。依据：${note}`
    await notifyEnterprise(context, session, loan, { subject: `${of.year} 年环境效益已核实`, text })
    await recordLoanAudit(context, session, 'LOAN_BENEFIT_VERIFIED', loan, mover, { year: of.year, note })
  })
}
