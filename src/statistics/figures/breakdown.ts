import type { Period } from '../rows/day.js'
import { aggregator, type Aggregate, type Aggregator } from './aggregate.js'
import { cached } from './figure-cache.js'
import { total } from './totals.js'
import type { Measure } from './measure.js'
import { bankIdsOf, attributesOf, type AnyRow, type RowAttributes } from '../rows/row-types.js'
import type { Dataset } from '../rows/dataset.js'

/** The dimensions of a breakdown. Green classes are cut to 1, 2 or 3 segments of their code. */
export const DIMENSIONS = ['bank', 'division', 'section', 'size', 'green1', 'green2', 'green3', 'purpose'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export type Part = Aggregate & {
  /** Null: not known. Empty text for green classes: known not to be green. */
  readonly key: string | null
  /** Share of the total; null for figures that do not add up, or where the total is 0. */
  readonly share: number | null
}

/**
 * A figure split by a dimension, largest part first, unknown last. Sums and counts add up to the total; distinct counts
 * and means need not. A request sent to several banks is in the part of each of them.
 */
export function breakdown(measure: Measure, dataset: Dataset, period: Period, by: Dimension): readonly Part[] {
  return cached(measure, dataset, period, by, () => split(measure, dataset, period, by))
}

function split(measure: Measure, dataset: Dataset, period: Period, by: Dimension): readonly Part[] {
  const groups = new Map<string | null, Aggregator<AnyRow>>()
  const whole = aggregator(measure.aggregation, measure.keyOf)
  const groupOf = (key: string | null): Aggregator<AnyRow> => {
    const there = groups.get(key)
    if (there) return there
    const group = aggregator(measure.aggregation, measure.keyOf)
    groups.set(key, group)
    return group
  }
  measure.visit(dataset, period, (row, value, weight) => {
    whole.add(row, value, weight)
    if (by !== 'bank') return groupOf(keyBy(by, attributesOf(row))).add(row, value, weight)
    for (const bankId of bankIdsOf(row)) groupOf(bankId).add(row, value, weight)
  })
  const additive = measure.aggregation === 'sum' || measure.aggregation === 'count'
  const all = additive ? (whole.result().value ?? 0) : 0
  return [...groups]
    .map(([key, group]) => {
      const folded = group.result()
      return { ...folded, key, share: all === 0 || folded.value === null ? null : folded.value / all }
    })
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || (b.value ?? -1) - (a.value ?? -1))
}

function keyBy(by: Exclude<Dimension, 'bank'>, keys: RowAttributes): string | null {
  switch (by) {
    case 'green1':
      return greenAt(keys.green, 1)
    case 'green2':
      return greenAt(keys.green, 2)
    case 'green3':
      return greenAt(keys.green, 3)
    case 'division':
    case 'section':
    case 'size':
    case 'purpose':
      return keys[by]
  }
}

/** Cuts a class code to a level; a shorter code stays as it is. */
function greenAt(code: string | null, level: number): string | null {
  if (code === null) return null
  let end = -1
  for (let dots = 0; dots < level; dots += 1) {
    end = code.indexOf('.', end + 1)
    if (end < 0) return code
  }
  return code.slice(0, end)
}

/** A figure by month, including months without rows. */
export function byMonth(
  measure: Measure,
  dataset: Dataset,
  months: readonly number[],
): readonly (Aggregate & { readonly month: number })[] {
  return months.map((month) => {
    const period = { from: month * 100 + 1, to: month * 100 + 31 }
    return { month, ...total(measure, dataset, period) }
  })
}
