import type { Period } from '../rows/day.js'
import type { Aggregation, CountedRow, AddRow } from './aggregate.js'
import type { Dataset } from '../rows/dataset.js'
import type { AnyRow } from '../rows/row-types.js'

export type Unit = 'fen' | 'count' | 'bp' | 'share' | 'tce' | 'tonne' | 'days'

/** One figure: what it counts, how, and in which words. The one place where it is computed. */
export type Measure = {
  readonly id: string
  readonly name: string
  readonly unit: Unit
  /** 笔, 户, 家 … for counts. */
  readonly countUnit: string
  /** What it is, in one or two sentences, for the page of definitions and the cover of exports. */
  readonly definition: string
  readonly aggregation: Aggregation
  /** `at`: as things stand at the end of the period; `in`: what happened in it. */
  readonly time: 'in' | 'at'
  /** What makes rows one, for distinct counts. */
  readonly keyOf: (row: AnyRow) => string
  /** The rows that it rests on: as long as they are the same, so is the figure. */
  readonly source: Exclude<keyof Dataset, 'allFlows'>
  /** Hands over every row that it counts, one by one. */
  readonly visit: (dataset: Dataset, period: Period, take: AddRow<AnyRow>) => void
}

/** The rows that a figure counts, as its list, for whoever asks what it is made of. */
export function countedRowsOf({ visit }: Measure, dataset: Dataset, period: Period): readonly CountedRow<AnyRow>[] {
  const items: CountedRow<AnyRow>[] = []
  visit(dataset, period, (row, value, weight) => items.push({ row, value, ...(weight !== undefined && { weight }) }))
  return items
}
