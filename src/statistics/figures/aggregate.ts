/** One row as a figure counts it. */
export type CountedRow<Row> = {
  readonly row: Row
  /** Fen, count, tonnes or basis points. Null: not known; such rows are counted in `unknown`. */
  readonly value: number | null
  /** Weight of the value in a mean. */
  readonly weight?: number
}

/**
 * How rows become one number. `count`: number of rows. `sum`: sum of values. `distinct`: number of different keys. `mean`:
 * weighted mean. `median` and `p90`: the smallest value that half, or nine tenths, of the values do not exceed.
 */
export type Aggregation = 'count' | 'sum' | 'distinct' | 'mean' | 'median' | 'p90'

export type Aggregate = {
  /** Null for a mean or quantile without a known value. Sums and counts of nothing are 0. */
  readonly value: number | null
  readonly rows: number
  /** Rows whose value is not known; no sum and no mean contains them. */
  readonly unknown: number
}

/** Receives a row with its value and its weight in a mean. */
export type AddRow<Row> = (row: Row, value: number | null, weight?: number) => void

/** Aggregates rows one by one, without keeping them. */
export type Aggregator<Row> = { readonly add: AddRow<Row>; readonly result: () => Aggregate }

/** @param keyOf the key that `distinct` counts */
export function aggregator<Row>(how: Aggregation, keyOf: (row: Row) => string): Aggregator<Row> {
  switch (how) {
    case 'count':
      return aggregatorOf(
        () => undefined,
        ({ rows }) => rows,
      )
    case 'sum': {
      let sum = 0
      return aggregatorOf(
        (_row, value) => {
          sum += value
        },
        () => sum,
      )
    }
    case 'distinct':
      return distinct(keyOf)
    case 'mean':
      return weightedMean()
    case 'median':
      return quantileOf(0.5)
    case 'p90':
      return quantileOf(0.9)
  }
}

/** @param take receives the rows whose value is known @param value the result */
function aggregatorOf<Row>(
  take: (row: Row, value: number, weight: number) => void,
  value: (counts: Omit<Aggregate, 'value'>) => number | null,
): Aggregator<Row> {
  let [rows, unknown] = [0, 0]
  return {
    add: (row, known, weight = 1) => {
      rows += 1
      if (known === null) unknown += 1
      else take(row, known, weight)
    },
    result: () => ({ rows, unknown, value: value({ rows, unknown }) }),
  }
}

/** Rows without a known value count too: `distinct` counts keys, not values. */
function distinct<Row>(keyOf: (row: Row) => string): Aggregator<Row> {
  const keys = new Set<string>()
  let [rows, unknown] = [0, 0]
  return {
    add: (row, value) => {
      rows += 1
      if (value === null) unknown += 1
      keys.add(keyOf(row))
    },
    result: () => ({ rows, unknown, value: keys.size }),
  }
}

function weightedMean<Row>(): Aggregator<Row> {
  let [sum, weights] = [0, 0]
  return aggregatorOf(
    (_row, value, weight) => {
      sum += value * weight
      weights += weight
    },
    () => (weights === 0 ? null : sum / weights),
  )
}

function quantileOf<Row>(share: number): Aggregator<Row> {
  const values: number[] = []
  return aggregatorOf(
    (_row, value) => {
      values.push(value)
    },
    () => quantile(values, share),
  )
}

/** @param keyOf the key that `distinct` counts */
export function aggregate<Row>(
  how: Aggregation,
  items: readonly CountedRow<Row>[],
  keyOf: (row: Row) => string,
): Aggregate {
  const { add, result } = aggregator(how, keyOf)
  for (const { row, value, weight } of items) add(row, value, weight)
  return result()
}

/** The smallest value that at least the share of all values does not exceed; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
