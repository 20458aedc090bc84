import type { Period } from '../rows/day.js'
import type { Aggregation, CountedRow, AddRow } from './aggregate.js'
import type { Dataset } from '../rows/dataset.js'
import type { AnyRow } from '../rows/row-types.js'

export type Unit = 'fen' | 'count' | 'bp' | 'share' | 'tce' | 'tonne' | 'days'

/** The definition of one figure. Nothing else computes it. */
export type Measure = {
  readonly id: string
  readonly name: string
  readonly unit: Unit
  /** Unit of a count: 笔, 户, 家 … */
  readonly countUnit: string
  /** One or two sentences for the page of definitions and the cover of exports. */
  readonly definition: string
  readonly aggregation: Aggregation
  /** `at`: state at the end of the period; `in`: events of the period. */
  readonly time: 'in' | 'at'
  /** The key that a distinct count counts. */
  readonly keyOf: (row: AnyRow) => string
  /** The list that it depends on; values are cached per list. */
  readonly source: Exclude<keyof Dataset, 'allFlows'>
  /** Visits every row that it counts. */
  readonly visit: (dataset: Dataset, period: Period, take: AddRow<AnyRow>) => void
}

/** All rows that a figure counts. */
export function countedRowsOf({ visit }: Measure, dataset: Dataset, period: Period): readonly CountedRow<AnyRow>[] {
  const items: CountedRow<AnyRow>[] = []
  visit(dataset, period, (row, value, weight) => items.push({ row, value, ...(weight !== undefined && { weight }) }))
  return items
}
