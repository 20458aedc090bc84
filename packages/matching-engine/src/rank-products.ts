import type { Ranking } from './rank.js'
import { greenScore, known, yearlyCostPct } from './score.js'
import type { Terms } from './score.js'

/**
 * The rank keys of one profile, by product index. In every key the smaller number comes first: coverage and green are
 * negated, and what is not known is Infinity.
 */
export type RankKeys = {
  /** 0: eligible; 1: needs information; 1 + n: n conditions fail. */
  readonly group: Int32Array
  readonly cost: Float64Array
  readonly days: Float64Array
  readonly coverage: Float64Array
  readonly green: Float64Array
  /** Position among all product ids. */
  readonly id: Int32Array
  /** All product indexes in rank order, once ranked. */
  readonly ranked: Int32Array
  /** Where each group begins in `ranked`, and where its next product goes. */
  readonly starts: Int32Array
  readonly next: Int32Array
}

/** The keys that the catalogue alone determines; those of a profile begin with them. */
export type FixedKeys = Pick<RankKeys, 'cost' | 'days' | 'coverage' | 'green' | 'id'> & {
  /** How many groups there can be. */
  readonly groups: number
}

export function fixedKeys(
  products: readonly {
    readonly product: { readonly id: string }
    readonly terms: Terms
    readonly numbers: { readonly length: number }
  }[],
): FixedKeys {
  const ids = [...new Set(products.map(({ product }) => product.id))].sort((a, b) => (a < b ? -1 : 1))
  const positionOf = new Map(ids.map((id, position) => [id, position]))
  const nothing = { amountWan: NaN, termMonths: NaN }
  return {
    cost: Float64Array.from(products, ({ terms }) => known(yearlyCostPct(terms, NaN, nothing), Infinity)),
    days: Float64Array.from(products, ({ terms }) => terms.days ?? Infinity),
    coverage: new Float64Array(products.length).fill(Infinity),
    green: Float64Array.from(products, ({ terms }) => -greenScore(terms, undefined)),
    id: Int32Array.from(products, ({ product }) => positionOf.get(product.id) ?? 0),
    groups: products.reduce((most, { numbers }) => Math.max(most, numbers.length), 0) + 2,
  }
}

/**
 * New keys for one profile, all products in the first group. Days and ids are shared, because no profile changes them;
 * the others are views of one buffer, because a single allocation is much faster than ten.
 */
export function newRankKeys(fixed: FixedKeys): RankKeys {
  const size = fixed.id.length
  const starts = fixed.groups + 1
  const buffer = new ArrayBuffer(size * 32 + starts * 8)
  const cost = new Float64Array(buffer, 0, size)
  const coverage = new Float64Array(buffer, size * 8, size)
  const green = new Float64Array(buffer, size * 16, size)
  cost.set(fixed.cost)
  coverage.set(fixed.coverage)
  green.set(fixed.green)
  return {
    group: new Int32Array(buffer, size * 24, size),
    cost,
    days: fixed.days,
    coverage,
    green,
    id: fixed.id,
    ranked: new Int32Array(buffer, size * 28, size),
    starts: new Int32Array(buffer, size * 32, starts),
    next: new Int32Array(buffer, size * 32 + starts * 4, starts),
  }
}

/** The keys of each ranking, first to last; the product id comes after them. */
const KEYS: Readonly<Record<Ranking, readonly ('cost' | 'days' | 'coverage' | 'green')[]>> = {
  cost: ['cost', 'days', 'coverage', 'green'],
  speed: ['days', 'cost', 'coverage', 'green'],
  amount: ['coverage', 'cost', 'days', 'green'],
  green: ['green', 'cost', 'days', 'coverage'],
}

/** How many steps a product may move on average before the general sort is faster. */
const STEPS_PER_PRODUCT = 8

/**
 * The indexes of all products in rank order, the same order that compareResults gives. `order` is the order that the
 * catalogue alone gives: within a group most products are in position already.
 */
export function rankProducts(keys: RankKeys, order: Int32Array, by: Ranking): Int32Array {
  const compare = comparison(keys, by)
  const { ranked, starts } = keys
  groupProducts(keys, order)
  for (let g = 0; g + 1 < starts.length; g += 1) sortNearlySorted(ranked, starts[g] ?? 0, starts[g + 1] ?? 0, compare)
  return ranked
}

function comparison(keys: RankKeys, by: Ranking): (a: number, b: number) => number {
  const [first, second, third, fourth] = KEYS[by].map((key) => keys[key])
  if (!first || !second || !third || !fourth) throw new Error(`${by} has no four keys`)
  const { id } = keys
  return (a, b) =>
    compareAt(first, a, b) ||
    compareAt(second, a, b) ||
    compareAt(third, a, b) ||
    compareAt(fourth, a, b) ||
    (id[a] ?? 0) - (id[b] ?? 0)
}

function compareAt(key: Float64Array, a: number, b: number): number {
  const x = key[a] ?? Infinity
  const y = key[b] ?? Infinity
  return x < y ? -1 : x > y ? 1 : 0
}

/** Fills `ranked` group by group, in the given order within each. The keys are new, so `starts` is zero. */
function groupProducts({ group, ranked, starts, next }: RankKeys, order: Int32Array): void {
  for (const of of group) {
    const after = of + 1
    starts[after] = (starts[after] ?? 0) + 1
  }
  for (let g = 1; g < starts.length; g += 1) starts[g] = (starts[g] ?? 0) + (starts[g - 1] ?? 0)
  next.set(starts)
  for (const product of order) {
    const of = group[product] ?? 0
    const at = next[of] ?? 0
    ranked[at] = product
    next[of] = at + 1
  }
}

/** Sorts from `from` to before `to` by insertion, which is linear when all but a few are in order already. */
function sortNearlySorted(
  items: Int32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  let steps = (to - from) * STEPS_PER_PRODUCT
  for (let i = from + 1; i < to; i += 1) {
    const item = items[i] ?? 0
    let at = i
    for (; at > from && compare(items[at - 1] ?? 0, item) > 0; at -= 1) {
      items[at] = items[at - 1] ?? 0
      steps -= 1
    }
    items[at] = item
    if (steps < 0) {
      items.subarray(from, to).sort(compare)
      return
    }
  }
}
