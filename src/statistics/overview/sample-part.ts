import { ledgerOf, type Ledger } from '../figures/ledger.js'
import type { AnyRow } from '../figures/rows.js'
import { keysOf } from '../figures/measure.js'

const isSample = (row: AnyRow): boolean => keysOf(row).isSample

/** The invented rows alone: a part of a figure holds samples where these have something in it. */
export const samplesOf = ({ requests, cases, loans, flows }: Ledger): Ledger =>
  ledgerOf({
    requests: requests.filter(isSample),
    cases: cases.filter(isSample),
    loans: loans.filter(isSample),
    flows: flows.filter(isSample),
  })
