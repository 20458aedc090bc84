import type { Ranking } from './rank.js'

/**
 * What products are ranked by for one profile, by place in the catalogue. In every key the smaller number stands
 * first: coverage and green are kept negated, what is not known is Infinity.
 */
export type RankKeys = {
  /** 0 eligible, 1 needs information, 1 + n: n conditions fail. */
  readonly group: Int32Array
  /** All places, the best first, once ranked; and room for where each group begins and how far it is filled. */
  readonly ranked: Int32Array
  readonly starts: Int32Array
  readonly filled: Int32Array
  readonly cost: Float64Array
  readonly days: Float64Array
  readonly coverage: Float64Array
  readonly green: Float64Array
  /** Place among all product ids. */
  readonly id: Int32Array
}

/** Room for the keys of products with the given ids, of which none has more conditions than `conditions`. */
export function newRankKeys(ids: readonly string[], conditions: number): RankKeys {
  const sorted = [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1))
  const placeOf = new Map(sorted.map((id, place) => [id, place]))
  const key = () => new Float64Array(ids.length)
  return {
    group: new Int32Array(ids.length),
    ranked: new Int32Array(ids.length),
    starts: new Int32Array(conditions + 3),
    filled: new Int32Array(conditions + 3),
    cost: key(),
    days: key(),
    coverage: key(),
    green: key(),
    id: Int32Array.from(ids, (id) => placeOf.get(id) ?? 0),
  }
}

/** The keys of each ranking, first to last; the product id comes after them. */
const KEYS: Readonly<Record<Ranking, readonly ('cost' | 'days' | 'coverage' | 'green')[]>> = {
  cost: ['cost', 'days', 'coverage', 'green'],
  speed: ['days', 'cost', 'coverage', 'green'],
  amount: ['coverage', 'cost', 'days', 'green'],
  green: ['green', 'cost', 'days', 'coverage'],
}

/** How far places may lie from where they belong, on average, before the general sort is the quicker one. */
const STEPS_PER_PLACE = 8

/**
 * Fills `ranked` with the places of all products in rank order, the same as compareResults gives. `order` is what
 * the catalogue alone gives: within a group most products are in their place already.
 */
export function rankPlaces(keys: RankKeys, order: Int32Array, by: Ranking): Int32Array {
  const compare = comparison(keys, by)
  const { ranked, starts } = keys
  fillGroups(keys, order)
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

/** The places group by group, in the given order within each. */
function fillGroups({ group, ranked, starts, filled }: RankKeys, order: Int32Array): void {
  starts.fill(0)
  for (const of of group) {
    const after = of + 1
    starts[after] = (starts[after] ?? 0) + 1
  }
  for (let g = 1; g < starts.length; g += 1) {
    starts[g] = (starts[g] ?? 0) + (starts[g - 1] ?? 0)
    filled[g] = starts[g] ?? 0
  }
  filled[0] = 0
  for (const place of order) {
    const of = group[place] ?? 0
    const at = filled[of] ?? 0
    ranked[at] = place
    filled[of] = at + 1
  }
}

/** Sorts in place from `from` to before `to`. Where all but a few are sorted it does little more than look at each. */
function sortNearlySorted(
  places: Int32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  let steps = (to - from) * STEPS_PER_PLACE
  for (let i = from + 1; i < to; i += 1) {
    const place = places[i] ?? 0
    let at = i
    for (; at > from && compare(places[at - 1] ?? 0, place) > 0; at -= 1) {
      places[at] = places[at - 1] ?? 0
      steps -= 1
    }
    places[at] = place
    if (steps < 0) {
      places.subarray(from, to).sort(compare)
      return
    }
  }
}
