import type { CompiledCatalogue } from './compile.js'
import { bitCount, countBits, productBits, setBits } from './product-bits.js'
import { FAIL, UNKNOWN } from './program.js'
import { runProgram } from './run-program.js'
import type { Facts } from './types.js'

export type Verdicts = {
  readonly eligible: number
  readonly needsInformation: number
  readonly ineligible: number
  /** Places in the catalogue of the products that fail exactly one condition. */
  readonly nearMisses: readonly number[]
}

/** Verdict counts and near misses of one profile over the whole catalogue, without scores or sentences. */
export function verdictsOf(compiled: CompiledCatalogue, facts: Facts): Verdicts {
  const bits = productBits(compiled)
  const { program, states, products } = compiled
  const { words, productsOf } = bits
  const [once, twice, unknown] = [new Int32Array(words), new Int32Array(words), new Int32Array(words)]
  runProgram(program, facts, states)
  program.fields.forEach((field, f) => {
    const row = (bits.firstRow[f] ?? 0) + field.codes.encode(facts[field.spec.name])
    addRow(bits, row * words, once, twice, unknown)
  })
  const uncoded = program.sets[0]?.first ?? program.firstRelative
  for (let number = uncoded; number < program.size; number += 1) {
    const state = states[number]
    const concerned = productsOf[number]
    if (concerned === undefined) continue
    if (state === FAIL) countBits(once, twice, 0, concerned)
    else if (state === UNKNOWN) setBits(unknown, 0, concerned)
  }
  return tally(once, twice, unknown, products.length)
}

type Rows = {
  readonly once: Int32Array
  readonly twice: Int32Array
  readonly unknown: Int32Array
  readonly words: number
}

/** Adds the row at `base` to what was counted so far. */
function addRow(rows: Rows, base: number, once: Int32Array, twice: Int32Array, unknown: Int32Array): void {
  const { words } = rows
  for (let w = 0; w < words; w += 1) {
    const fails = rows.once[base + w] ?? 0
    const before = once[w] ?? 0
    twice[w] = (twice[w] ?? 0) | (rows.twice[base + w] ?? 0) | (before & fails)
    once[w] = before | fails
    unknown[w] = (unknown[w] ?? 0) | (rows.unknown[base + w] ?? 0)
  }
}

function tally(once: Int32Array, twice: Int32Array, unknown: Int32Array, count: number): Verdicts {
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
