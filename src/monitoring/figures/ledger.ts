import type { Day, Period } from './day.js'
import type { CaseRow, FlowRow, LoanRow, RequestRow } from './rows.js'

export type ClaimedRow = CaseRow & { readonly claimedDay: Day }
export type ApprovedRow = CaseRow & { readonly approvedDay: Day }

/**
 * Everything that figures are made of. Each list stands in the order of its own day, so that a period is a slice of it:
 * with a hundred thousand rows, a figure of one month touches the rows of that month alone.
 */
export type Ledger = {
  readonly requests: readonly RequestRow[]
  /** By the day of submission. */
  readonly cases: readonly CaseRow[]
  /** The same by the day on which the bank took them, and on which it approved them. */
  readonly claims: readonly ClaimedRow[]
  readonly approvals: readonly ApprovedRow[]
  readonly loans: readonly LoanRow[]
  readonly flows: readonly FlowRow[]
  /** All flows, also where the rest is narrowed: what a loan's share of its project is does not depend on the page. */
  readonly everyFlow: readonly FlowRow[]
}

type Rows = Pick<Ledger, 'requests' | 'cases' | 'loans' | 'flows'>

/** Puts rows into the order of their days. */
export function ledgerOf({ requests, cases, loans, flows }: Rows): Ledger {
  const inOrder = sorted(flows, ({ day }) => day)
  return {
    requests: sorted(requests, ({ day }) => day),
    cases: sorted(cases, ({ day }) => day),
    claims: sorted(cases.filter(isClaimed), ({ claimedDay }) => claimedDay),
    approvals: sorted(cases.filter(isApproved), ({ approvedDay }) => approvedDay),
    loans: sorted(loans, ({ signedDay }) => signedDay),
    flows: inOrder,
    everyFlow: inOrder,
  }
}

const isClaimed = (row: CaseRow): row is ClaimedRow => row.claimedDay !== null
const isApproved = (row: CaseRow): row is ApprovedRow => row.approvedDay !== null

const sorted = <Row>(rows: readonly Row[], dayOf: (row: Row) => Day): readonly Row[] =>
  [...rows].sort((a, b) => dayOf(a) - dayOf(b))

/** The rows of a period, out of rows in the order of that day. */
export function during<Row>(rows: readonly Row[], dayOf: (row: Row) => Day, { from, to }: Period): readonly Row[] {
  return rows.slice(firstFrom(rows, dayOf, from), firstFrom(rows, dayOf, to + 1))
}

/** The rows up to the end of a day. */
export const until = <Row>(rows: readonly Row[], dayOf: (row: Row) => Day, day: Day): readonly Row[] =>
  rows.slice(0, firstFrom(rows, dayOf, day + 1))

/** The place of the first row whose day is not earlier. */
function firstFrom<Row>(rows: readonly Row[], dayOf: (row: Row) => Day, day: Day): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && dayOf(row) < day) low = middle + 1
    else high = middle
  }
  return low
}

export const NO_ROWS: Ledger = ledgerOf({ requests: [], cases: [], loans: [], flows: [] })
