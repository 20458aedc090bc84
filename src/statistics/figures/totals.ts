import { sinceNewYear, yearBefore, type Period } from '../rows/day.js'
import { aggregator, type Aggregate } from './aggregate.js'
import { cached } from './figure-cache.js'
import type { Measure } from './measure.js'
import type { Dataset } from '../rows/dataset.js'

/** One figure of one period. */
export function total(measure: Measure, dataset: Dataset, period: Period): Aggregate {
  return cached(measure, dataset, period, '', () => {
    const { add, result } = aggregator(measure.aggregation, measure.keyOf)
    measure.visit(dataset, period, add)
    return result()
  })
}

/** A figure with the values it is compared with. */
export type Comparison = {
  readonly measure: Measure
  readonly now: Aggregate
  /** The same period one year earlier. */
  readonly yearBefore: Aggregate
  /** Since 1 January; the same as `now` for a figure with `time: 'at'`. */
  readonly sinceNewYear: Aggregate
  /** (now − before) ÷ before; null where the value before is 0 or not known. */
  readonly growth: number | null
}

export function comparison(measure: Measure, dataset: Dataset, period: Period): Comparison {
  const now = total(measure, dataset, period)
  const before = total(measure, dataset, yearBefore(period))
  return {
    measure,
    now,
    yearBefore: before,
    sinceNewYear: measure.time === 'at' ? now : total(measure, dataset, sinceNewYear(period)),
    growth: now.value === null || before.value === null || before.value === 0 ? null : now.value / before.value - 1,
  }
}
