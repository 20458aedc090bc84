import type { CountedApplication, CountedRequest, Dimensions } from '../../applications/index.js'
import { chinaDay } from '../../kernel/dates.js'
import type { CountedLoan, Drawdown, Repayment } from '../../loans/index.js'
import { dayOf, type Day } from './day.js'
import type { BankStep, CaseRow, FlowRow, RowAttributes, LoanRow, RequestRow } from './row-types.js'

/** The section letter of an industry class; null where it is not known. */
export type SectionOf = (industry: string) => string | null

/**
 * Returns the same string object for equal strings, so that the names of forty enterprises are not kept a hundred
 * thousand times.
 */
export type Intern = <Text extends string | null>(text: Text) => Text
const asRead: Intern = (text) => text

type Named = Pick<CountedRequest, 'enterpriseId' | 'enterpriseName' | 'isSample'> & { readonly dimensions: Dimensions }

const dayAt = (at: Date): Day => dayOf(chinaDay(at))
const dayOrNull = (at: Date | undefined): Day | null => (at === undefined ? null : dayAt(at))

function keysOf(
  { enterpriseId, enterpriseName, isSample, dimensions }: Named,
  sectionOf: SectionOf,
  shared: Intern,
): RowAttributes {
  const { division, industry, sizeClass, ownership, yearsInOperation, greenCode, purpose, firstLoan } = dimensions
  return {
    enterpriseId: shared(enterpriseId),
    enterpriseName: shared(enterpriseName),
    division: shared(division),
    section: industry === null ? null : sectionOf(industry),
    size: shared(sizeClass),
    ownership: shared(ownership),
    years: yearsInOperation,
    green: shared(greenCode),
    purpose: shared(purpose),
    firstLoan,
    isSample,
  }
}

/** The result of a request: the banks that have it, and the application that represents it in lists. */
export type RequestOutcome = Pick<RequestRow, 'bankIds' | 'applicationId' | 'hallState'>

export const NO_REQUEST_OUTCOME: RequestOutcome = { bankIds: [], applicationId: '', hallState: null }

/** The row of a request. */
export function requestRow(
  request: CountedRequest,
  { bankIds, applicationId, hallState }: RequestOutcome,
  sectionOf: SectionOf,
  shared: Intern = asRead,
): RequestRow {
  return {
    ...keysOf(request, sectionOf, shared),
    id: shared(request.id),
    number: request.number,
    title: request.title,
    day: dayAt(request.submittedAt),
    amountFen: request.amountFen,
    matched: request.products.some(({ verdict }) => verdict === 'eligible'),
    bankIds,
    applicationId,
    hallState,
  }
}

type OutcomeSource = Pick<CountedApplication, 'id' | 'requestId' | 'kind' | 'bankId' | 'state'>

/** The results of all requests, from all applications. */
export function requestOutcomesOf(applications: Iterable<OutcomeSource>): ReadonlyMap<string, RequestOutcome> {
  const outcomes = new Map<string, RequestOutcome>()
  for (const application of applications) addOutcome(outcomes, application)
  return outcomes
}

/** Adds one application of a request. The hall entry represents the applications that came from it. */
export function addOutcome(
  outcomes: Map<string, RequestOutcome>,
  { id, requestId, kind, bankId, state }: OutcomeSource,
): void {
  const before = outcomes.get(requestId) ?? { ...NO_REQUEST_OUTCOME, applicationId: id }
  const bankIds = bankId === null || before.bankIds.includes(bankId) ? before.bankIds : [...before.bankIds, bankId]
  outcomes.set(requestId, kind === 'hall' ? { bankIds, applicationId: id, hallState: state } : { ...before, bankIds })
}

/** The row of an application to one bank; null for a hall entry. */
export function caseRow(
  application: CountedApplication,
  sectionOf: SectionOf,
  shared: Intern = asRead,
): CaseRow | null {
  const { id, number, title, requestId, bankId, state, step, amountFen, submittedAt } = application
  const { channel, decision, offer, reached, refusal, steps } = application
  if (bankId === null) return null
  return {
    ...keysOf(application, sectionOf, shared),
    id: shared(id),
    number,
    title: shared(title),
    requestId: shared(requestId),
    bankId: shared(bankId),
    state: shared(state),
    amountFen,
    day: dayAt(submittedAt),
    claimedDay: dayOrNull(reached.claimed),
    approvedDay: dayOrNull(reached.approved),
    approvedFen: decision?.amountFen ?? null,
    declinedDay: dayOrNull(reached.declined),
    offeredDay: dayOrNull(reached.offered),
    dispatched: channel === 'dispatch',
    steps: stepsOf(steps, shared),
    refusal: refusal && { code: refusal.code, fact: refusal.condition?.fact ?? null },
    rateGapBp: decision && offer ? decision.rateBp - offer.terms.rateBp : null,
    due: step?.dueAt ? { step: step.name, holder: step.holder, at: step.dueAt.getTime() } : null,
  }
}

const NO_STEPS: readonly BankStep[] = []

/** The steps of the bank, without those of the enterprise or the bureau. */
function stepsOf(steps: CountedApplication['steps'], shared: Intern): readonly BankStep[] {
  if (steps.length === 0) return NO_STEPS
  return steps.flatMap(({ name, holder, usedDays, onTime, endedAt }) =>
    holder === 'bank' ? [{ name: shared(name), day: dayAt(endedAt), days: usedDays, onTime }] : [],
  )
}

/** The row of a loan. @param submittedDay day of submission of its request; null where not known */
export function loanRow(
  loan: CountedLoan,
  submittedDay: Day | null,
  sectionOf: SectionOf,
  shared: Intern = asRead,
): LoanRow {
  return {
    ...keysOf(loan, sectionOf, shared),
    id: loan.id,
    number: loan.number,
    title: shared(loan.title),
    applicationId: shared(loan.applicationId),
    bankId: shared(loan.bankId),
    projectId: shared(loan.projectId),
    signedDay: dayOf(loan.signedOn),
    submittedDay,
    closedDay: loan.closedOn === null ? null : dayOf(loan.closedOn),
    amountFen: loan.amountFen,
    rateBp: loan.rateBp,
    allInBp: loan.allInBp,
    guarantee: shared(loan.guarantee),
    investmentFen: loan.dimensions.investmentFen,
    savingTce: loan.dimensions.energySavingTce,
    carbonT: loan.dimensions.carbonReductionT,
  }
}

/** The row of a drawdown; null for a planned one, and where the loan is missing. */
export function drawnRow({ id, madeOn, amountFen }: Drawdown, loan: LoanRow | undefined): FlowRow | null {
  if (loan === undefined || madeOn === null || amountFen === 0) return null
  return { id, loan, day: dayOf(madeOn), kind: 'drawn', fen: amountFen }
}

/** The row of a repayment; null where only interest was paid, and where the loan is missing. */
export function repaidRow({ id, paidOn, principalFen }: Repayment, loan: LoanRow | undefined): FlowRow | null {
  if (loan === undefined || principalFen === 0) return null
  return { id, loan, day: dayOf(paidOn), kind: 'repaid', fen: principalFen }
}
