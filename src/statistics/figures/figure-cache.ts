import type { Period } from '../rows/day.js'
import type { Dataset } from '../rows/dataset.js'
import type { Measure } from './measure.js'
import { memoize } from '../rows/memoize.js'

/** Most values cached for one list of rows. */
const MOST_KEPT = 2000

const keptOf = memoize(() => new Map<string, unknown>())

/**
 * Returns the cached value for the rows of a figure, or computes and caches it. A page that shows one figure in several
 * places goes through its rows once. The oldest value is dropped when there are too many.
 * @param name what is computed, besides the figure and the period
 */
export function cached<Value>(
  measure: Measure,
  dataset: Dataset,
  period: Period,
  name: string,
  work: () => Value,
): Value {
  const values = keptOf(dataset[measure.source])
  const full = `${measure.id} ${period.from} ${period.to} ${name}`
  const known = values.get(full)
  if (known !== undefined) return known as Value
  const value = work()
  values.set(full, value)
  const [oldest] = values.keys()
  if (values.size > MOST_KEPT && oldest !== undefined) values.delete(oldest)
  return value
}
