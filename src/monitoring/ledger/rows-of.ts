import type { CountedApplication, CountedRequest, Dimensions } from '../../applications/index.js'
import { costSheet, type Terms } from '../../finance/index.js'
import { chinaDay } from '../../kernel/dates.js'
import { bpFromPct } from '../../kernel/percent.js'
import type { Drawdown, Loan, Repayment } from '../../loans/index.js'
import { dayOf, type Day } from '../figures/day.js'
import type { BankStep, CaseRow, FlowRow, Keys, LoanRow, RequestRow } from '../figures/rows.js'

/** The section letter of an industry class; null where it is not known. */
export type SectionOf = (industry: string) => string | null

type Named = Pick<CountedRequest, 'enterpriseId' | 'enterpriseName' | 'isSample'> & { readonly dimensions: Dimensions }

const dayAt = (at: Date): Day => dayOf(chinaDay(at))
const dayOrNull = (at: Date | undefined): Day | null => (at === undefined ? null : dayAt(at))

function keysOf({ enterpriseId, enterpriseName, isSample, dimensions }: Named, sectionOf: SectionOf): Keys {
  const { division, industry, sizeClass, ownership, yearsInOperation, greenCode, purpose, firstLoan } = dimensions
  return {
    enterpriseId,
    enterpriseName,
    division,
    section: industry === null ? null : sectionOf(industry),
    size: sizeClass,
    ownership,
    years: yearsInOperation,
    green: greenCode,
    purpose,
    firstLoan,
    isSample,
  }
}

/** What came of a request: the banks that have it, and the application that stands for it in lists. */
export type Outcome = Pick<RequestRow, 'bankIds' | 'applicationId' | 'hallState'>

export const NO_OUTCOME: Outcome = { bankIds: [], applicationId: '', hallState: null }

/** A request as figures count it. */
export function requestRow(request: CountedRequest, outcome: Outcome, sectionOf: SectionOf): RequestRow {
  return {
    ...keysOf(request, sectionOf),
    ...outcome,
    id: request.id,
    number: request.number,
    title: request.title,
    day: dayAt(request.submittedAt),
    amountFen: request.amountFen,
    matched: request.products.some(({ verdict }) => verdict === 'eligible'),
  }
}

/** What came of every request, from all applications. The place in the hall stands for what a bank took from there. */
export function outcomesOf(applications: Iterable<CountedApplication>): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  for (const { id, requestId, kind, bankId, state } of applications) {
    const before = outcomes.get(requestId) ?? { ...NO_OUTCOME, applicationId: id }
    const bankIds = bankId === null || before.bankIds.includes(bankId) ? before.bankIds : [...before.bankIds, bankId]
    outcomes.set(requestId, kind === 'hall' ? { bankIds, applicationId: id, hallState: state } : { ...before, bankIds })
  }
  return outcomes
}

/** One bank's application as figures count it; null for a place in the hall. */
export function caseRow(application: CountedApplication, sectionOf: SectionOf): CaseRow | null {
  const { id, number, title, requestId, bankId, state, step, amountFen, submittedAt } = application
  const { channel, decision, offer, reached, refusal, steps } = application
  if (bankId === null) return null
  return {
    ...keysOf(application, sectionOf),
    id,
    number,
    title,
    requestId,
    bankId,
    state,
    amountFen,
    day: dayAt(submittedAt),
    claimedDay: dayOrNull(reached.claimed),
    approvedDay: dayOrNull(reached.approved),
    approvedFen: decision?.amountFen ?? null,
    declinedDay: dayOrNull(reached.declined),
    offeredDay: dayOrNull(reached.offered),
    dispatched: channel === 'dispatch',
    steps: stepsOf(steps),
    refusal: refusal && { code: refusal.code, fact: refusal.condition?.fact ?? null },
    rateGapBp: decision && offer ? decision.rateBp - offer.terms.rateBp : null,
    due: step?.dueAt ? { step: step.name, holder: step.holder, at: step.dueAt.getTime() } : null,
  }
}

const NO_STEPS: readonly BankStep[] = []

/** The steps that the bank had to take; what the enterprise or the bureau took is not the bank's. */
function stepsOf(steps: CountedApplication['steps']): readonly BankStep[] {
  if (steps.length === 0) return NO_STEPS
  return steps.flatMap(({ name, holder, usedDays, onTime, endedAt }) =>
    holder === 'bank' ? [{ name, day: dayAt(endedAt), days: usedDays, kept: onTime }] : [],
  )
}

/** A loan as figures count it. @param submittedDay when its request was submitted; null where that is not here */
export function loanRow(loan: Loan, submittedDay: Day | null, sectionOf: SectionOf): LoanRow {
  return {
    ...keysOf(loan, sectionOf),
    id: loan.id,
    number: loan.number,
    title: loan.title,
    applicationId: loan.applicationId,
    bankId: loan.bankId,
    projectId: loan.projectId,
    signedDay: dayOf(loan.signedOn),
    submittedDay,
    closedDay: loan.closedOn === null ? null : dayOf(loan.closedOn),
    amountFen: loan.amountFen,
    rateBp: loan.rateBp,
    allInBp: allInOf(loan),
    guarantee: loan.guarantee,
    investmentFen: loan.dimensions.investmentFen,
    savingTce: loan.dimensions.energySavingTce,
    carbonT: loan.dimensions.carbonReductionT,
  }
}

/** The all-in cost of the contract, by the same function as in offers; null where something is not known. */
function allInOf(loan: Loan): number | null {
  const { amountFen, rateBp, months, method, dayCount, fees, maturity } = loan
  const terms: Terms = {
    ...{ amountFen, rateBp, months, method, dayCount, fees },
    securities: [],
    conditions: '',
    validUntil: maturity,
  }
  const { annual } = costSheet(terms)
  return annual === null ? null : bpFromPct(annual.simplePct)
}

/** What moved on a loan: its drawdowns made and the principal paid back. */
export function flowRows(
  loan: LoanRow,
  drawdowns: readonly Drawdown[],
  repayments: readonly Repayment[],
): readonly FlowRow[] {
  const drawn = drawdowns.flatMap(({ id, madeOn, amountFen }): FlowRow[] =>
    madeOn === null || amountFen === 0 ? [] : [{ id, loan, day: dayOf(madeOn), kind: 'drawn', fen: amountFen }],
  )
  const repaid = repayments.flatMap(({ id, paidOn, principalFen }): FlowRow[] =>
    principalFen === 0 ? [] : [{ id, loan, day: dayOf(paidOn), kind: 'repaid', fen: principalFen }],
  )
  return [...drawn, ...repaid]
}
