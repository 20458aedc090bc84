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

/** Hands a row over with its value, and with what the value weighs in a mean. */
export type Take<Row> = (row: Row, value: number | null, weight?: number) => void

/** Rows folded as they are met: nothing is kept of a hundred thousand rows but what their number is made of. */
export type Tally<Row> = { readonly take: Take<Row>; readonly folded: () => Folded }

/** @param keyOf what makes rows one, for `distinct` */
export function tally<Row>(how: Fold, keyOf: (row: Row) => string): Tally<Row> {
  switch (how) {
    case 'count':
      return tallyOf(
        () => undefined,
        ({ rows }) => rows,
      )
    case 'sum': {
      let sum = 0
      return tallyOf(
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
    case 'ninth':
      return quantileOf(0.9)
  }
}

/** @param take is given the rows whose value is known @param value what they come to in the end */
function tallyOf<Row>(
  take: (row: Row, value: number, weight: number) => void,
  value: (counts: Omit<Folded, 'value'>) => number | null,
): Tally<Row> {
  let [rows, unknown] = [0, 0]
  return {
    take: (row, known, weight = 1) => {
      rows += 1
      if (known === null) unknown += 1
      else take(row, known, weight)
    },
    folded: () => ({ rows, unknown, value: value({ rows, unknown }) }),
  }
}

/** Rows whose value is not known are there all the same, so they count among the different ones. */
function distinct<Row>(keyOf: (row: Row) => string): Tally<Row> {
  const keys = new Set<string>()
  let [rows, unknown] = [0, 0]
  return {
    take: (row, value) => {
      rows += 1
      if (value === null) unknown += 1
      keys.add(keyOf(row))
    },
    folded: () => ({ rows, unknown, value: keys.size }),
  }
}

function weightedMean<Row>(): Tally<Row> {
  let [sum, weights] = [0, 0]
  return tallyOf(
    (_row, value, weight) => {
      sum += value * weight
      weights += weight
    },
    () => (weights === 0 ? null : sum / weights),
  )
}

function quantileOf<Row>(share: number): Tally<Row> {
  const values: number[] = []
  return tallyOf(
    (_row, value) => {
      values.push(value)
    },
    () => quantile(values, share),
  )
}

/** @param keyOf what makes rows one, for `distinct` */
export function fold<Row>(how: Fold, items: readonly Item<Row>[], keyOf: (row: Row) => string): Folded {
  const { take, folded } = tally(how, keyOf)
  for (const { row, value, weight } of items) take(row, value, weight)
  return folded()
}

/** The smallest value that at least the share of all values does not exceed; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
