import { ledgerOf, type Ledger } from '../../src/statistics/figures/ledger.js'
import { caseRow, NO_OUTCOME, outcomesOf, requestRow } from '../../src/statistics/ledger/rows-of.js'
import type { Raw } from './figures/raw-records.js'

/** The rows of raw records, without their loans. */
export function rowsFrom(raw: Raw): Ledger {
  const outcomes = outcomesOf(raw.applications)
  const noSection = () => null
  return ledgerOf({
    requests: raw.requests.map((one) => requestRow(one, outcomes.get(one.id) ?? NO_OUTCOME, noSection)),
    cases: raw.applications.flatMap((one) => caseRow(one, noSection) ?? []),
    loans: [],
    flows: [],
  })
}
