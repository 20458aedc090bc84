import type { CompiledCatalogue } from './compile.js'
import type { Population } from './population.js'
import { BLOCK_ROWS, BLOCK_WORDS, stateColumns } from './state-columns.js'
import type { StateColumns } from './state-columns.js'
import { bitCount } from './bitset.js'

export type Coverage = {
  /** How many profiles have each verdict, by product index. */
  readonly eligible: Uint32Array
  readonly needsInformation: Uint32Array
  readonly ineligible: Uint32Array
  /** Profiles that miss each product by exactly one condition. */
  readonly nearMisses: Uint32Array
  /** By product and condition: how many profiles that condition alone excludes. */
  readonly aloneExcludes: readonly Uint32Array[]
}

/** One product's conditions as columns, and its counts. */
type Tally = {
  readonly fails: Int32Array
  readonly unknowns: Int32Array
  readonly alone: Uint32Array
  eligible: number
  ineligible: number
  near: number
}

/**
 * Counts the verdicts of every product over a whole population. Every condition is a column of bits, 32 profiles a
 * word, so that a product costs a few word operations for 32 profiles.
 */
export function coverage({ products, program }: CompiledCatalogue, population: Population): Coverage {
  const columns = stateColumns(program, population)
  const tallies = products.map(({ numbers }): Tally => {
    const unknowns = new Set(Array.from(numbers, (number) => columns.unknownAt[number] ?? 0))
    return {
      fails: numbers.map((number) => number * BLOCK_WORDS),
      unknowns: Int32Array.from(unknowns),
      alone: new Uint32Array(numbers.length),
      eligible: 0,
      ineligible: 0,
      near: 0,
    }
  })
  for (let from = 0; from < population.size; from += BLOCK_ROWS) {
    columns.read(from)
    const rows = Math.min(BLOCK_ROWS, population.size - from)
    for (const tally of tallies) {
      for (let w = 0; w * 32 < rows; w += 1) {
        const left = rows - w * 32
        tallyWord(tally, columns, w, left < 32 ? (1 << left) - 1 : -1)
      }
    }
  }
  const counts = (of: (tally: Tally) => number) => Uint32Array.from(tallies, of)
  return {
    eligible: counts(({ eligible }) => eligible),
    needsInformation: counts(({ eligible, ineligible }) => population.size - eligible - ineligible),
    ineligible: counts(({ ineligible }) => ineligible),
    nearMisses: counts(({ near }) => near),
    aloneExcludes: tallies.map(({ alone }) => alone),
  }
}

/** Counts one product for the 32 profiles of a word; `within` has the bits that are profiles. */
function tallyWord(tally: Tally, { fails, unknowns }: StateColumns, w: number, within: number): void {
  let once = 0
  let twice = 0
  for (const column of tally.fails) {
    const failing = fails[column + w] ?? 0
    twice |= once & failing
    once |= failing
  }
  once &= within
  tally.ineligible += bitCount(once)
  if (once !== within) {
    let open = 0
    for (const column of tally.unknowns) open |= unknowns[column + w] ?? 0
    tally.eligible += bitCount(within & ~once & ~open)
  }
  let near = once & ~twice
  if (near === 0) return
  tally.near += bitCount(near)
  for (let place = 0; near !== 0 && place < tally.alone.length; place += 1) {
    const excluded = near & (fails[(tally.fails[place] ?? 0) + w] ?? 0)
    if (excluded === 0) continue
    tally.alone[place] = (tally.alone[place] ?? 0) + bitCount(excluded)
    near ^= excluded
  }
}
