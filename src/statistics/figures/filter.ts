import type { Dataset } from '../rows/dataset.js'
import { INDEXED_FIELDS, datasetWhere } from './index-by.js'
import type { CaseRow, RowAttributes } from '../rows/row-types.js'

/** Filter on the attributes of rows; null: any value. */
export type RowFilter = {
  readonly bankId: string | null
  readonly division: string | null
  /** A class of the green catalogue with its subclasses; empty text: known not to be green. */
  readonly green: string | null
  readonly size: string | null
  readonly section: string | null
  readonly purpose: string | null
}

export const NO_FILTER: RowFilter = {
  bankId: null,
  division: null,
  green: null,
  size: null,
  section: null,
  purpose: null,
}

/** Stands in addresses for “value not known”. */
export const UNKNOWN_VALUE = '?'

/** Whether a green class lies within another, by dotted segment: 4.2 contains 4.2.1 and not 4.20. */
export function isWithinClass(code: string | null, wanted: string): boolean {
  if (wanted === UNKNOWN_VALUE) return code === null
  if (wanted === '') return code === ''
  return code !== null && (code === wanted || code.startsWith(`${wanted}.`))
}

const fits = (value: string | null, wanted: string | null) =>
  wanted === null || (wanted === UNKNOWN_VALUE ? value === null : value === wanted)

/** Whether attributes match a filter. The bank is not checked. */
export function matchesFilter(keys: RowAttributes, { division, green, size, section, purpose }: RowFilter): boolean {
  return (
    fits(keys.division, division) &&
    fits(keys.size, size) &&
    fits(keys.section, section) &&
    fits(keys.purpose, purpose) &&
    (green === null || isWithinClass(keys.green, green))
  )
}

/** The rows that match a filter. */
export function filterDataset(dataset: Dataset, to: RowFilter): Dataset {
  const by = INDEXED_FIELDS.find((field) => to[field] !== null)
  if (by === undefined) return to.green === null ? dataset : filtered(dataset, to)
  const value = to[by] === UNKNOWN_VALUE ? null : to[by]
  const rest = { ...to, [by]: null }
  const part = datasetWhere(dataset, by, value)
  return Object.values(rest).every((other) => other === null) ? part : filtered(part, rest)
}

/** Filters row by row on everything but the bank, which has an index. */
function filtered(dataset: Dataset, to: RowFilter): Dataset {
  const loans = dataset.loans.filter((loan) => matchesFilter(loan, to))
  const fitting = new Set(loans)
  const stays = (row: CaseRow) => matchesFilter(row, to)
  return {
    requests: dataset.requests.filter((row) => matchesFilter(row, to)),
    cases: dataset.cases.filter(stays),
    claims: dataset.claims.filter(stays),
    approvals: dataset.approvals.filter(stays),
    loans,
    flows: dataset.flows.filter(({ loan }) => fitting.has(loan)),
    firstPayouts: dataset.firstPayouts.filter(({ loan }) => fitting.has(loan)),
    allFlows: dataset.allFlows,
  }
}
