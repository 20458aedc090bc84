import { daysFrom, type Day, type Period } from './day.js'
import type { CaseRow, FlowRow, LoanRow, RequestRow } from './row-types.js'

export type ClaimedRow = CaseRow & { readonly claimedDay: Day }
export type ApprovedRow = CaseRow & { readonly approvedDay: Day }

/** The first money of a loan, and how many calendar days after the submission it came; null where that is not known. */
export type FirstPayout = { readonly loan: LoanRow; readonly day: Day; readonly days: number | null }

/**
 * Everything that figures are made of. Each list stands in the order of its own day, so that a period is a stretch of
 * it: with a hundred thousand rows, a figure of one month touches the rows of that month alone.
 */
export type Dataset = {
  readonly requests: readonly RequestRow[]
  /** By the day of submission. */
  readonly cases: readonly CaseRow[]
  /** The same by the day on which the bank took them, and on which it approved them. */
  readonly claims: readonly ClaimedRow[]
  readonly approvals: readonly ApprovedRow[]
  readonly loans: readonly LoanRow[]
  readonly flows: readonly FlowRow[]
  readonly firstPayouts: readonly FirstPayout[]
  /** All flows, also where the rest is narrowed: what a loan's share of its project is does not depend on the page. */
  readonly allFlows: readonly FlowRow[]
}

export type DatasetRows = {
  readonly requests: readonly RequestRow[]
  readonly cases: readonly CaseRow[]
  readonly loans: readonly LoanRow[]
  readonly flows: readonly FlowRow[]
}

/** Requests and loans whose rows no longer count; those of a request are its cases, those of a loan its flows. */
export type OutdatedIds = { readonly requests: ReadonlySet<string>; readonly loans: ReadonlySet<string> }

/** Puts rows into the order of their days. */
export const datasetOf = (rows: DatasetRows): Dataset => updatedDataset(EMPTY_DATASET, NOTHING_OUTDATED, rows)

/**
 * A ledger in which the rows of some requests and loans stand as they are now. What has not changed is in order
 * already, so that one change among a hundred thousand rows costs a walk along them and no sorting; lists that it does
 * not touch stay the same lists.
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

/** So many rows are put into their places one by one; more are sorted with all others. */
const FEW = 50

/** The first payout of each loan. Flows stand in order, so the first one met is the first. */
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

/** Goes through the rows of a period, out of rows in the order of that day. */
export function forEachDuring<Row>(
  rows: readonly Row[],
  dayOfRow: (row: Row) => Day,
  { from, to }: Period,
  take: (row: Row) => void,
): void {
  const end = firstFrom(rows, dayOfRow, to + 1)
  for (let place = firstFrom(rows, dayOfRow, from); place < end; place += 1) take(rows[place] as Row)
}

/** The rows of a period, out of rows in the order of that day. */
export function rowsDuring<Row>(
  rows: readonly Row[],
  dayOfRow: (row: Row) => Day,
  { from, to }: Period,
): readonly Row[] {
  return rows.slice(firstFrom(rows, dayOfRow, from), firstFrom(rows, dayOfRow, to + 1))
}

/** The rows up to the end of a day. */
export const rowsUntil = <Row>(rows: readonly Row[], dayOfRow: (row: Row) => Day, day: Day): readonly Row[] =>
  rows.slice(0, firstFrom(rows, dayOfRow, day + 1))

/** The place of the first row whose day is not earlier. */
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
