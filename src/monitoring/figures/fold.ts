/** One row as a figure counts it. */
export type Item<Row> = {
  readonly row: Row
  /** Fen, count, tonnes or basis points; null is not known, and is counted apart. */
  readonly value: number | null
  /** For a weighted mean: what the value weighs. */
  readonly weight?: number
}

/**
 * How rows become one number. `count`: rows. `sum`: values. `distinct`: different keys. `mean`: values by weight.
 * `median` and `ninth`: half, or nine tenths, of the values are no greater.
 */
export type Fold = 'count' | 'sum' | 'distinct' | 'mean' | 'median' | 'ninth'

export type Folded = {
  /** Null where there is nothing to tell: no row, or none whose value is known. Sums and counts of nothing are 0. */
  readonly value: number | null
  readonly rows: number
  /** Rows whose value is not known; they are in no sum and no mean. */
  readonly unknown: number
}

/** @param keyOf what makes rows one, for `distinct` */
export function fold<Row>(how: Fold, items: readonly Item<Row>[], keyOf: (row: Row) => string): Folded {
  const known = items.filter((item) => item.value !== null)
  const base = { rows: items.length, unknown: items.length - known.length }
  const values = () => known.map(({ value }) => value ?? 0)
  switch (how) {
    case 'count':
      return { ...base, value: items.length }
    case 'sum':
      return { ...base, value: values().reduce((sum, value) => sum + value, 0) }
    case 'distinct':
      return { ...base, value: new Set(items.map(({ row }) => keyOf(row))).size }
    case 'mean':
      return { ...base, value: weightedMean(known) }
    case 'median':
      return { ...base, value: quantile(values(), 0.5) }
    case 'ninth':
      return { ...base, value: quantile(values(), 0.9) }
  }
}

function weightedMean<Row>(items: readonly Item<Row>[]): number | null {
  let [sum, weights] = [0, 0]
  for (const { value, weight = 1 } of items) {
    sum += (value ?? 0) * weight
    weights += weight
  }
  return weights === 0 ? null : sum / weights
}

/** The smallest value that at least the share of all values does not exceed; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
