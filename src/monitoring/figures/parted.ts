import { NO_ROWS, type Ledger } from './ledger.js'
import { onceALedger } from './once.js'
import { banksOf, keysOf } from './measure.js'
import type { AnyRow, LoanRow } from './rows.js'

/** What a page is narrowed to by one value. A green class is not among them: it holds those below it. */
export const PARTED_BY = ['bankId', 'division', 'size', 'section', 'purpose'] as const
export type PartedBy = (typeof PARTED_BY)[number]

type Parts = ReadonlyMap<string | null, Ledger>

/**
 * Ledgers by value, made when a value is first asked for: an index, so that a page about one bank does not walk along
 * the rows of all. They hold the same rows in the same order.
 */
const partsOf = onceALedger(() => new Map<PartedBy, Parts>())

/** The part of a ledger with this value; null is where it is not known. A request at several banks is in each part. */
export function partOf(ledger: Ledger, by: PartedBy, value: string | null): Ledger {
  const made = partsOf(ledger)
  const parts = made.get(by) ?? parted(ledger, by)
  made.set(by, parts)
  return parts.get(value) ?? { ...NO_ROWS, everyFlow: ledger.everyFlow }
}

type Lists = { -readonly [List in keyof Ledger]: Ledger[List][number][] }

function parted(ledger: Ledger, by: PartedBy): Parts {
  const parts = new Map<string | null, Lists>()
  const partFor = (value: string | null): Lists => {
    const there = parts.get(value)
    if (there) return there
    const lists = { requests: [], cases: [], claims: [], approvals: [], loans: [], flows: [], firstPayouts: [] }
    const part: Lists = { ...lists, everyFlow: [] }
    parts.set(value, part)
    return part
  }
  const valuesOf = (row: AnyRow): readonly (string | null)[] => (by === 'bankId' ? banksOf(row) : [keysOf(row)[by]])
  const ofLoan = (loan: LoanRow) => partFor(by === 'bankId' ? loan.bankId : loan[by])
  for (const row of ledger.requests) for (const value of valuesOf(row)) partFor(value).requests.push(row)
  for (const row of ledger.cases) for (const value of valuesOf(row)) partFor(value).cases.push(row)
  for (const row of ledger.claims) for (const value of valuesOf(row)) partFor(value).claims.push(row)
  for (const row of ledger.approvals) for (const value of valuesOf(row)) partFor(value).approvals.push(row)
  for (const row of ledger.loans) ofLoan(row).loans.push(row)
  for (const row of ledger.flows) ofLoan(row.loan).flows.push(row)
  for (const row of ledger.firstPayouts) ofLoan(row.loan).firstPayouts.push(row)
  return new Map([...parts].map(([value, part]) => [value, { ...part, everyFlow: ledger.everyFlow }]))
}
