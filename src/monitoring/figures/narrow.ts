import type { Ledger } from './ledger.js'
import type { CaseRow, Keys, LoanRow } from './rows.js'

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
  if (Object.values(to).every((value) => value === null)) return ledger
  const { bankId } = to
  const atBank = (id: string) => bankId === null || id === bankId
  const fitting = new Set<LoanRow>()
  const loans = ledger.loans.filter((loan) => atBank(loan.bankId) && passes(loan, to))
  for (const loan of loans) fitting.add(loan)
  const stays = (row: CaseRow) => atBank(row.bankId) && passes(row, to)
  return {
    requests: ledger.requests.filter((row) => (bankId === null || row.bankIds.includes(bankId)) && passes(row, to)),
    cases: ledger.cases.filter(stays),
    claims: ledger.claims.filter(stays),
    approvals: ledger.approvals.filter(stays),
    loans,
    flows: ledger.flows.filter(({ loan }) => fitting.has(loan)),
    firstPayouts: ledger.firstPayouts.filter(({ loan }) => fitting.has(loan)),
    everyFlow: ledger.everyFlow,
  }
}
