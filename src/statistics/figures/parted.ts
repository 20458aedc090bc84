import { NO_ROWS, type FirstPayout, type Ledger } from './ledger.js'
import { banksOf, keysOf } from './measure.js'
import { onceFor } from './once.js'
import type { AnyRow } from './rows.js'

/** What a page is narrowed to by one value. A green class is not among them: it holds those below it. */
export const PARTED_BY = ['bankId', 'division', 'size', 'section', 'purpose'] as const
export type PartedBy = (typeof PARTED_BY)[number]

type Listed = AnyRow | FirstPayout
type Parts = ReadonlyMap<string | null, readonly Listed[]>

/** The part of a ledger with this value; null is where it is not known. A request at several banks is in each part. */
export function partOf(ledger: Ledger, by: PartedBy, value: string | null): Ledger {
  const part = <Row extends Listed>(rows: readonly Row[], none: readonly Row[]) => rowsWith(rows, by, value) ?? none
  return {
    requests: part(ledger.requests, NO_ROWS.requests),
    cases: part(ledger.cases, NO_ROWS.cases),
    claims: part(ledger.claims, NO_ROWS.claims),
    approvals: part(ledger.approvals, NO_ROWS.approvals),
    loans: part(ledger.loans, NO_ROWS.loans),
    flows: part(ledger.flows, NO_ROWS.flows),
    firstPayouts: part(ledger.firstPayouts, NO_ROWS.firstPayouts),
    everyFlow: ledger.everyFlow,
  }
}

/**
 * Lists by value, made when a value is first asked for: an index, so that a page about one bank does not walk along the
 * rows of all.
 */
const partsOf = onceFor<readonly Listed[], Map<PartedBy, Parts>>(() => new Map())

function rowsWith<Row extends Listed>(rows: readonly Row[], by: PartedBy, value: string | null) {
  const made = partsOf(rows)
  const parts = made.get(by) ?? parted(rows, by)
  made.set(by, parts)
  return parts.get(value) as readonly Row[] | undefined
}

/** The rows of each value, in the order in which they stood. */
function parted(rows: readonly Listed[], by: PartedBy): Parts {
  const parts = new Map<string | null, Listed[]>()
  const add = (value: string | null, row: Listed) => {
    const there = parts.get(value)
    if (there) there.push(row)
    else parts.set(value, [row])
  }
  for (const row of rows) {
    if (by !== 'bankId') add(keysOf(row)[by], row)
    else for (const bankId of banksOf(row)) add(bankId, row)
  }
  return parts
}
