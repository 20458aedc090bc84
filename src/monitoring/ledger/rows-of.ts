import type { Application, Dimensions, Request } from '../../applications/index.js'
import { costSheet, type Terms } from '../../finance/index.js'
import { CHINA_TIME_ZONE, todayIn } from '../../kernel/dates.js'
import { bpFromPct } from '../../kernel/percent.js'
import type { Drawdown, Loan, Repayment } from '../../loans/index.js'
import { dayOf, type Day } from '../figures/day.js'
import type { CaseRow, FlowRow, Keys, LoanRow, RequestRow } from '../figures/rows.js'

/** The section letter of an industry class; null where it is not known. */
export type SectionOf = (industry: string) => string | null

type Named = Pick<Request, 'enterpriseId' | 'enterpriseName' | 'isSample'> & { readonly dimensions: Dimensions }

const chinaDay = (at: Date): Day => dayOf(todayIn(CHINA_TIME_ZONE, at))
const dayOrNull = (at: Date | undefined): Day | null => (at === undefined ? null : chinaDay(at))

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

/** A request as figures count it. @param applications all that came of it */
export function requestRow(request: Request, applications: readonly Application[], sectionOf: SectionOf): RequestRow {
  const banks = applications.flatMap(({ bankId }) => (bankId === null ? [] : [bankId]))
  const [first] = [...applications].sort((a, b) => Number(b.kind === 'hall') - Number(a.kind === 'hall'))
  return {
    ...keysOf(request, sectionOf),
    id: request.id,
    number: request.number,
    title: request.title,
    day: chinaDay(request.submittedAt),
    amountFen: request.amountFen,
    matched: request.products.some(({ verdict }) => verdict === 'eligible'),
    bankIds: [...new Set(banks)],
    applicationId: first?.id ?? '',
  }
}

/** One bank's application as figures count it; null for a place in the hall. */
export function caseRow(application: Application, sectionOf: SectionOf): CaseRow | null {
  const { id, number, title, requestId, bankId, state, amountFen, decision, reached, submittedAt } = application
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
    day: chinaDay(submittedAt),
    claimedDay: dayOrNull(reached.claimed),
    approvedDay: dayOrNull(reached.approved),
    approvedFen: decision?.amountFen ?? null,
    declinedDay: dayOrNull(reached.declined),
  }
}

/** A loan as figures count it. @param submitted when its application was submitted */
export function loanRow(loan: Loan, submitted: Date, sectionOf: SectionOf): LoanRow {
  return {
    ...keysOf(loan, sectionOf),
    id: loan.id,
    number: loan.number,
    title: loan.title,
    applicationId: loan.applicationId,
    bankId: loan.bankId,
    projectId: loan.projectId,
    signedDay: dayOf(loan.signedOn),
    submittedDay: chinaDay(submitted),
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
