import { daysFrom, type Day, type Period } from './day.js'
import type { CaseRow, FlowRow, LoanRow, RequestRow } from './row-types.js'

export type ClaimedRow = CaseRow & { readonly claimedDay: Day }
export type ApprovedRow = CaseRow & { readonly approvedDay: Day }

/** The first drawdown of a loan, with the calendar days since submission; null where that is not known. */
export type FirstPayout = { readonly loan: LoanRow; readonly day: Day; readonly days: number | null }

/**
 * All rows that figures count. Each list is sorted by its own day, so that a period is a slice: a figure of one month
 * touches the rows of that month only.
 */
export type Dataset = {
  readonly requests: readonly RequestRow[]
  /** Sorted by the day of submission. */
  readonly cases: readonly CaseRow[]
  /** The same cases, sorted by the day of acceptance and of approval. */
  readonly claims: readonly ClaimedRow[]
  readonly approvals: readonly ApprovedRow[]
  readonly loans: readonly LoanRow[]
  readonly flows: readonly FlowRow[]
  readonly firstPayouts: readonly FirstPayout[]
  /** All flows, even in a filtered dataset: the share of a loan in its project does not depend on the filter. */
  readonly allFlows: readonly FlowRow[]
}

export type DatasetRows = {
  readonly requests: readonly RequestRow[]
  readonly cases: readonly CaseRow[]
  readonly loans: readonly LoanRow[]
  readonly flows: readonly FlowRow[]
}

/** Requests and loans whose rows are replaced, with the cases of the requests and the flows of the loans. */
export type OutdatedIds = { readonly requests: ReadonlySet<string>; readonly loans: ReadonlySet<string> }

/** Sorts rows into a dataset. */
export const datasetOf = (rows: DatasetRows): Dataset => updatedDataset(EMPTY_DATASET, NOTHING_OUTDATED, rows)

/**
 * Replaces the rows of some requests and loans. Unchanged rows are already sorted, so a small change costs one pass and
 * no sorting. Lists that do not change stay the same objects, which keeps their cached figures.
 */
export function updatedDataset(before: Dataset, gone: OutdatedIds, rows: DatasetRows): Dataset {
  return {
    ...before,
    ...(gone.requests.size + rows.requests.length + rows.cases.length > 0 && requestsRenewed(before, gone, rows)),
    ...(gone.loans.size + rows.loans.length + rows.flows.length > 0 && loansRenewed(before, gone, rows)),
  }
}

function requestsRenewed(before: Dataset, gone: OutdatedIds, { requests, cases }: DatasetRows) {
  const stays = ({ requestId }: CaseRow) => !gone.requests.has(requestId)
  return {
    requests: merged(before.requests, ({ id }) => !gone.requests.has(id), requests, dayOf),
    cases: merged(before.cases, stays, cases, dayOf),
    claims: merged(before.claims, stays, cases.filter(isClaimed), ({ claimedDay }) => claimedDay),
    approvals: merged(before.approvals, stays, cases.filter(isApproved), ({ approvedDay }) => approvedDay),
  }
}

function loansRenewed(before: Dataset, gone: OutdatedIds, { loans, flows }: DatasetRows) {
  const stays = ({ id }: LoanRow) => !gone.loans.has(id)
  const inOrder = merged(before.allFlows, ({ loan }) => stays(loan), flows, dayOf)
  return {
    loans: merged(before.loans, stays, loans, ({ signedDay }) => signedDay),
    flows: inOrder,
    firstPayouts: firstPayouts(inOrder),
    allFlows: inOrder,
  }
}

const isClaimed = (row: CaseRow): row is ClaimedRow => row.claimedDay !== null
const isApproved = (row: CaseRow): row is ApprovedRow => row.approvedDay !== null
const dayOf = ({ day }: { readonly day: Day }) => day

function merged<Row>(
  before: readonly Row[],
  stays: (row: Row) => boolean,
  now: readonly Row[],
  dayOfRow: (row: Row) => Day,
): readonly Row[] {
  const rows = before.filter(stays)
  if (now.length <= FEW) {
    for (const row of now) rows.splice(firstFrom(rows, dayOfRow, dayOfRow(row) + 1), 0, row)
    return rows
  }
  for (const row of now) rows.push(row)
  return rows.sort((a, b) => dayOfRow(a) - dayOfRow(b))
}

/** Up to this many rows are inserted one by one; more are appended and sorted. */
const FEW = 50

/** The first drawdown of each loan; flows are sorted by day. */
function firstPayouts(flows: readonly FlowRow[]): readonly FirstPayout[] {
  const met = new Set<LoanRow>()
  const first: FirstPayout[] = []
  for (const { kind, fen, loan, day } of flows) {
    if (kind !== 'drawn' || fen <= 0 || met.has(loan)) continue
    met.add(loan)
    first.push({ loan, day, days: loan.submittedDay === null ? null : daysFrom(loan.submittedDay, day) })
  }
  return first
}

/** Visits the rows of a period. @param rows sorted by `dayOfRow` */
export function forEachDuring<Row>(
  rows: readonly Row[],
  dayOfRow: (row: Row) => Day,
  { from, to }: Period,
  take: (row: Row) => void,
): void {
  const end = firstFrom(rows, dayOfRow, to + 1)
  for (let place = firstFrom(rows, dayOfRow, from); place < end; place += 1) take(rows[place] as Row)
}

/** The rows of a period. @param rows sorted by `dayOfRow` */
export function rowsDuring<Row>(
  rows: readonly Row[],
  dayOfRow: (row: Row) => Day,
  { from, to }: Period,
): readonly Row[] {
  return rows.slice(firstFrom(rows, dayOfRow, from), firstFrom(rows, dayOfRow, to + 1))
}

/** The rows up to and including a day. @param rows sorted by `dayOfRow` */
export const rowsUntil = <Row>(rows: readonly Row[], dayOfRow: (row: Row) => Day, day: Day): readonly Row[] =>
  rows.slice(0, firstFrom(rows, dayOfRow, day + 1))

/** Index of the first row whose day is not earlier. */
function firstFrom<Row>(rows: readonly Row[], dayOfRow: (row: Row) => Day, day: Day): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && dayOfRow(row) < day) low = middle + 1
    else high = middle
  }
  return low
}

const NOTHING_OUTDATED: OutdatedIds = { requests: new Set(), loans: new Set() }

export const EMPTY_DATASET: Dataset = {
  ...{ requests: [], cases: [], claims: [], approvals: [], loans: [], flows: [], firstPayouts: [], allFlows: [] },
}
