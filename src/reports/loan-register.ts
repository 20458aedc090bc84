import type { EnterprisesService } from '../enterprises/index.js'
import { loanOnDay, type Loan, type LoansService, type LoanPayments, type UnpaidAmounts } from '../loans/index.js'
import type { Fen } from '../kernel/money.js'
import type { Reference } from '../reference/index.js'
import {
  balancesAt,
  benefitShares,
  dateOf,
  dayOf,
  measureOf,
  total,
  type Day,
  type Period,
  type Dataset,
  type LoanRow,
  type DimensionNames,
} from '../statistics/index.js'
import { CATALOGUE_VERSION, type RegisterRow } from './rules/register-row.js'
import type { RegisterTotals } from './rules/register-checks.js'

/** Loans of a green class alone, or all that are kept here. */
export const REGISTER_SCOPES = { green: '绿色贷款', all: '全部贷款' } as const
export type RegisterScope = keyof typeof REGISTER_SCOPES

/** What a ledger is drawn up of: how things stand at the end of the period, and what was paid out in it. */
export type RegisterQuery = { readonly period: Period; readonly scope: RegisterScope }

export type RegisterSources = {
  readonly loans: Pick<LoansService, 'records'>
  readonly enterprises: Pick<EnterprisesService, 'creditCodesOf'>
  readonly reference: Reference
  readonly names: DimensionNames
}

export type LoanRegister = {
  readonly rows: readonly RegisterRow[]
  /** What the figures of the overview say of the same loans: worked out another way. */
  readonly totals: RegisterTotals
  /** Loans that a ledger of green loans leaves out because nobody said of which class they are. */
  readonly unclassed: number
}

const AT_ONCE = 2000

/**
 * The loans that were in force in the period, as they stood at its end, from the records of the loans themselves: a
 * page of them at a time is held beside the rows. The figures they are compared with come from the ledger of figures.
 */
export async function buildLoanRegister(
  sources: RegisterSources,
  figures: Dataset,
  asked: RegisterQuery,
): Promise<LoanRegister> {
  const shares = benefitShares(balancesAt(figures.allFlows, asked.period.to))
  const byId = new Map(figures.loans.map((loan) => [loan.id, loan]))
  const knownOf = (id: string): LoanFacts => {
    const row = byId.get(id)
    return { row, share: row === undefined ? null : (shares.get(row) ?? null), open: open.get(id) }
  }
  const open = await sources.loans.records.openBefore(dateOf(asked.period.to))
  const rows: RegisterRow[] = []
  let unclassed = 0
  for await (const loans of inPages(sources.loans.records.contracts(), (loan) => isInForce(loan, asked.period))) {
    const told = await registerRows(sources, loans, asked.period, knownOf)
    const counted = told.filter(
      ({ balanceFen, closedDay }) => balanceFen !== 0 || !isBefore(closedDay, asked.period.from),
    )
    unclassed += counted.filter(({ greenCode }) => greenCode === null).length
    for (const row of counted) if (asked.scope === 'all' || isGreen(row.greenCode)) rows.push(row)
  }
  rows.sort((a, b) => compare(a.bank, b.bank) || a.signedDay - b.signedDay || compare(a.contract, b.contract))
  return { rows, totals: totalsOf(figures, asked), unclassed: asked.scope === 'green' ? unclassed : 0 }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const isGreen = (code: string | null) => code !== null && code !== ''
const isBefore = (closed: Day | null, day: Day) => closed !== null && closed < day

/** Signed by the end of the period. What was closed before it stays in only while its records still show a balance. */
const isInForce = ({ signedOn }: Loan, { to }: Period): boolean => dayOf(signedOn) <= to

async function* inPages<T>(all: AsyncIterable<T>, wanted: (one: T) => boolean): AsyncGenerator<readonly T[]> {
  let page: T[] = []
  for await (const one of all) {
    if (wanted(one)) page.push(one)
    if (page.length < AT_ONCE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

type LoanFacts = {
  readonly row: LoanRow | undefined
  readonly share: number | null
  /** What the due list has open now. */
  readonly open: UnpaidAmounts | undefined
}

async function registerRows(
  { loans: { records }, enterprises, reference, names }: RegisterSources,
  loans: readonly Loan[],
  period: Period,
  known: (id: string) => LoanFacts,
): Promise<readonly RegisterRow[]> {
  const ids = loans.map(({ id }) => id)
  const [drawdowns, repayments] = [await byLoan(records.drawdowns(ids)), await byLoan(records.repayments(ids))]
  const codes = await enterprises.creditCodesOf([...new Set(loans.map(({ enterpriseId }) => enterpriseId))])
  return loans.map((loan) => {
    const events = { drawdowns: drawdowns.get(loan.id) ?? [], repayments: repayments.get(loan.id) ?? [] }
    const code = codes.get(loan.enterpriseId) ?? null
    const own = known(loan.id)
    const money = moneyOf(loan, events, period, own)
    const benefit = benefitOf(loan, money.balanceFen, own)
    return { ...factsOf(loan, code, reference, names), ...money, ...benefit }
  })
}

async function byLoan<Event extends { readonly loanId: string }>(events: AsyncIterable<Event>) {
  const groups = new Map<string, Event[]>()
  for await (const event of events) {
    const group = groups.get(event.loanId)
    if (group) group.push(event)
    else groups.set(event.loanId, [event])
  }
  return groups
}

function factsOf(loan: Loan, creditCode: string | null, reference: Reference, names: DimensionNames) {
  const { division, industry, sizeClass, ownership, greenCode, firstLoan, investmentFen } = loan.dimensions
  return {
    bank: names.nameOf('bank', loan.bankId) === loan.bankId ? loan.bankName : names.nameOf('bank', loan.bankId),
    ...{ contract: loan.contractNumber, number: loan.number, borrower: loan.enterpriseName, creditCode },
    industryCode: industry,
    industry: industry === null ? null : (reference.industries.find(industry)?.name ?? null),
    ...{ size: sizeClass, ownership, greenCode, investmentFen, firstLoan },
    division: division === null ? null : names.nameOf('division', division),
    green:
      greenCode === null ? null : greenCode === '' ? '非绿色' : (reference.greenClasses.find(greenCode)?.name ?? null),
    catalogue: greenCode === null || greenCode === '' ? null : CATALOGUE_VERSION,
    ...{ project: loan.title, projectId: loan.projectId, amountFen: loan.amountFen, rateBp: loan.rateBp },
    ...{ signedDay: dayOf(loan.signedOn), maturityDay: dayOf(loan.maturity), guarantee: loan.guarantee },
    closedDay: loan.closedOn === null ? null : dayOf(loan.closedOn),
    isSample: loan.isSample,
  }
}

function moneyOf(loan: Loan, moved: LoanPayments, { from, to }: Period, { open }: LoanFacts) {
  const { drawnFen, repaidFen, balanceFen, quality, overdue } = loanOnDay(loan, moved, dateOf(to), open)
  const inPeriod = moved.drawdowns.filter(
    ({ madeOn }) => madeOn !== null && dayOf(madeOn) >= from && dayOf(madeOn) <= to,
  )
  return {
    ...{ drawnFen, repaidFen, balanceFen, quality },
    periodDrawnFen: inPeriod.reduce((sum, { amountFen }) => sum + amountFen, 0),
    overduePrincipalFen: overdue?.principalFen ?? null,
    overdueInterestFen: overdue?.interestFen ?? null,
  }
}

/** A loan that owes nothing stands for nothing of its project. */
function benefitOf({ dimensions: { energySavingTce, carbonReductionT } }: Loan, balanceFen: Fen, known: LoanFacts) {
  const { row } = known
  const share = balanceFen > 0 ? known.share : 0
  return {
    allInBp: row?.allInBp ?? null,
    savingTce: energySavingTce,
    carbonT: carbonReductionT,
    attributedTce: energySavingTce === null || share === null ? null : energySavingTce * share,
    attributedT: carbonReductionT === null || share === null ? null : carbonReductionT * share,
  }
}

/** The figures of the overview for the same day, narrowed to what the ledger holds. */
function totalsOf(dataset: Dataset, { period, scope }: RegisterQuery): RegisterTotals {
  const wanted = scope === 'all' ? null : new Set(dataset.loans.filter(({ green }) => isGreen(green)))
  const part =
    wanted === null
      ? dataset
      : {
          ...dataset,
          loans: dataset.loans.filter((loan) => wanted.has(loan)),
          flows: dataset.flows.filter(({ loan }) => wanted.has(loan)),
        }
  const of = (id: string): number => {
    return total(measureOf(id), part, period).value ?? 0
  }
  return { balanceFen: of('balance'), drawnFen: of('disbursed'), coalTce: of('coal'), carbonT: of('carbon') }
}
