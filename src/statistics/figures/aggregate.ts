/** One row as a figure counts it. */
export type CountedRow<Row> = {
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
export type Aggregation = 'count' | 'sum' | 'distinct' | 'mean' | 'median' | 'p90'

export type Aggregate = {
  /** Null where there is nothing to tell: no row, or none whose value is known. Sums and counts of nothing are 0. */
  readonly value: number | null
  readonly rows: number
  /** Rows whose value is not known; they are in no sum and no mean. */
  readonly unknown: number
}

/** Hands a row over with its value, and with what the value weighs in a mean. */
export type AddRow<Row> = (row: Row, value: number | null, weight?: number) => void

/** Rows folded as they are met: nothing is kept of a hundred thousand rows but what their number is made of. */
export type Aggregator<Row> = { readonly add: AddRow<Row>; readonly result: () => Aggregate }

/** @param keyOf what makes rows one, for `distinct` */
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

/** @param take is given the rows whose value is known @param value what they come to in the end */
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

/** Rows whose value is not known are there all the same, so they count among the different ones. */
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

/** @param keyOf what makes rows one, for `distinct` */
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
