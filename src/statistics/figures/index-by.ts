import { EMPTY_DATASET, type FirstPayout, type Dataset } from '../rows/dataset.js'
import { bankIdsOf, attributesOf, type AnyRow } from '../rows/row-types.js'
import { memoize } from '../rows/memoize.js'

/** Attributes with an index. Green classes have none, since a class contains its subclasses. */
export const INDEXED_FIELDS = ['bankId', 'division', 'size', 'section', 'purpose'] as const
export type IndexedField = (typeof INDEXED_FIELDS)[number]

type Listed = AnyRow | FirstPayout
type RowsByValue = ReadonlyMap<string | null, readonly Listed[]>

/** The rows with this value; null: value not known. A request at several banks is found under each of them. */
export function datasetWhere(dataset: Dataset, by: IndexedField, value: string | null): Dataset {
  const part = <Row extends Listed>(rows: readonly Row[], none: readonly Row[]) => rowsWith(rows, by, value) ?? none
  return {
    requests: part(dataset.requests, EMPTY_DATASET.requests),
    cases: part(dataset.cases, EMPTY_DATASET.cases),
    claims: part(dataset.claims, EMPTY_DATASET.claims),
    approvals: part(dataset.approvals, EMPTY_DATASET.approvals),
    loans: part(dataset.loans, EMPTY_DATASET.loans),
    flows: part(dataset.flows, EMPTY_DATASET.flows),
    firstPayouts: part(dataset.firstPayouts, EMPTY_DATASET.firstPayouts),
    allFlows: dataset.allFlows,
  }
}

/**
 * Indexes by attribute, built on first use, so that a page about one bank does not scan the rows of all.
 */
const partsOf = memoize<readonly Listed[], Map<IndexedField, RowsByValue>>(() => new Map())

function rowsWith<Row extends Listed>(rows: readonly Row[], by: IndexedField, value: string | null) {
  const made = partsOf(rows)
  const parts = made.get(by) ?? parted(rows, by)
  made.set(by, parts)
  return parts.get(value) as readonly Row[] | undefined
}

/** Rows by value, in their order. */
function parted(rows: readonly Listed[], by: IndexedField): RowsByValue {
  const parts = new Map<string | null, Listed[]>()
  const add = (value: string | null, row: Listed) => {
    const there = parts.get(value)
    if (there) there.push(row)
    else parts.set(value, [row])
  }
  for (const row of rows) {
    if (by !== 'bankId') add(attributesOf(row)[by], row)
    else for (const bankId of bankIdsOf(row)) add(bankId, row)
  }
  return parts
}
