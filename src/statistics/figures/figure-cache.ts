import type { Period } from '../rows/day.js'
import type { Dataset } from '../rows/dataset.js'
import type { Measure } from './measure.js'
import { memoize } from '../rows/memoize.js'

/** What is kept of one list of rows. */
const MOST_KEPT = 2000

const keptOf = memoize(() => new Map<string, unknown>())

/**
 * What was worked out before of the rows that a figure rests on: a page that shows one figure in several places goes
 * through its rows once. The oldest goes when there is too much.
 * @param name what it is, apart from the figure and the period
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
