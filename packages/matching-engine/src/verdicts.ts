import { bitCount } from './bitset.js'
import type { CompiledCatalogue } from './compile.js'
import { MISSING } from './field-codes.js'
import { countBits, productBits, setBits } from './product-bits.js'
import type { ProductBits } from './product-bits.js'
import { FAIL, UNKNOWN } from './program.js'
import { runProfile } from './run.js'
import type { Facts } from './types.js'

export type Verdicts = {
  readonly eligible: number
  readonly needsInformation: number
  readonly ineligible: number
  /** Indexes in the catalogue of the products that fail exactly one condition. */
  readonly nearMisses: readonly number[]
}

/** Verdict counts and near misses of one profile over the whole catalogue, without scores or sentences. */
export function verdictsOf(compiled: CompiledCatalogue, facts: Facts): Verdicts {
  const bits = productBits(compiled)
  const { program, products } = compiled
  const { rows, words, productsOf } = bits
  const { states, values } = runProfile(program, facts)
  const [once, twice, unknown] = [new Int32Array(words), new Int32Array(words), new Int32Array(words)]
  const { fields } = program
  for (let f = 0; f < fields.length; f += 1) {
    const field = fields[f]
    if (field === undefined) continue
    const code = field.codes.encode(values[field.index])
    if (code === MISSING) addBits(rows, bits.usedAt[f] ?? -1, unknown)
    else addFailing(bits, bits.onceAt[f]?.[code] ?? -1, bits.twiceAt[f]?.[code] ?? -1, once, twice)
  }
  const uncoded = program.sets[0]?.first ?? program.firstRelative
  for (let number = uncoded; number < program.size; number += 1) {
    const state = states[number]
    if (state === FAIL) countBits(once, twice, productsOf[number])
    else if (state === UNKNOWN) setBits(unknown, productsOf[number])
  }
  return countVerdicts(once, twice, unknown, products.length)
}

/** Adds the products that fail a value once, and those that fail it twice, to what failed before. */
function addFailing(
  { rows, words }: ProductBits,
  onceAt: number,
  twiceAt: number,
  once: Int32Array,
  twice: Int32Array,
) {
  if (onceAt < 0) return
  for (let w = 0; w < words; w += 1) {
    const fails = rows[onceAt + w] ?? 0
    const before = once[w] ?? 0
    twice[w] = (twice[w] ?? 0) | (before & fails)
    once[w] = before | fails
  }
  addBits(rows, twiceAt, twice)
}

function addBits(rows: Int32Array, at: number, to: Int32Array): void {
  if (at < 0) return
  for (let w = 0; w < to.length; w += 1) to[w] = (to[w] ?? 0) | (rows[at + w] ?? 0)
}

function countVerdicts(once: Int32Array, twice: Int32Array, unknown: Int32Array, count: number): Verdicts {
  let ineligible = 0
  let needsInformation = 0
  const nearMisses: number[] = []
  for (let w = 0; w < once.length; w += 1) {
    const fails = once[w] ?? 0
    ineligible += bitCount(fails)
    needsInformation += bitCount((unknown[w] ?? 0) & ~fails)
    for (let near = fails & ~(twice[w] ?? 0); near !== 0; near &= near - 1) {
      nearMisses.push((w << 5) + 31 - Math.clz32(near & -near))
    }
  }
  return { eligible: count - ineligible - needsInformation, needsInformation, ineligible, nearMisses }
}
