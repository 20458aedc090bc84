import type { Ledger } from './ledger.js'
import { PARTED_BY, partOf } from './parted.js'
import type { CaseRow, Keys } from './rows.js'

/** What narrows every figure of a page besides its period; null does not narrow. */
export type Narrowing = {
  readonly bankId: string | null
  readonly division: string | null
  /** A class of the green catalogue, with all below it; the empty text is known not to be green. */
  readonly green: string | null
  readonly size: string | null
  readonly section: string | null
  readonly purpose: string | null
}

export const NOT_NARROWED: Narrowing = {
  bankId: null,
  division: null,
  green: null,
  size: null,
  section: null,
  purpose: null,
}

/** In the address of a page, what is asked for is the value that is not known. */
export const UNKNOWN_VALUE = '?'

/** Whether a green class lies within another: compared by dotted segment, so that 4.2 holds 4.2.1 and not 4.20. */
export function isWithin(code: string | null, wanted: string): boolean {
  if (wanted === UNKNOWN_VALUE) return code === null
  if (wanted === '') return code === ''
  return code !== null && (code === wanted || code.startsWith(`${wanted}.`))
}

const fits = (value: string | null, wanted: string | null) =>
  wanted === null || (wanted === UNKNOWN_VALUE ? value === null : value === wanted)

/** Whether a row with these keys stays; says nothing of its bank. */
export function passes(keys: Keys, { division, green, size, section, purpose }: Narrowing): boolean {
  return (
    fits(keys.division, division) &&
    fits(keys.size, size) &&
    fits(keys.section, section) &&
    fits(keys.purpose, purpose) &&
    (green === null || isWithin(keys.green, green))
  )
}

/** The part of the ledger that a page is about. */
export function narrow(ledger: Ledger, to: Narrowing): Ledger {
  const by = PARTED_BY.find((field) => to[field] !== null)
  if (by === undefined) return to.green === null ? ledger : filtered(ledger, to)
  const value = to[by] === UNKNOWN_VALUE ? null : to[by]
  const rest = { ...to, [by]: null }
  const part = partOf(ledger, by, value)
  return Object.values(rest).every((other) => other === null) ? part : filtered(part, rest)
}

/** What is left when everything but the bank is looked at: a bank is always a part. */
function filtered(ledger: Ledger, to: Narrowing): Ledger {
  const loans = ledger.loans.filter((loan) => passes(loan, to))
  const fitting = new Set(loans)
  const stays = (row: CaseRow) => passes(row, to)
  return {
    requests: ledger.requests.filter((row) => passes(row, to)),
    cases: ledger.cases.filter(stays),
    claims: ledger.claims.filter(stays),
    approvals: ledger.approvals.filter(stays),
    loans,
    flows: ledger.flows.filter(({ loan }) => fitting.has(loan)),
    firstPayouts: ledger.firstPayouts.filter(({ loan }) => fitting.has(loan)),
    everyFlow: ledger.everyFlow,
  }
}
