import type { CompiledCatalogue } from './compile.js'
import { codeRows, CODED_BLOCK } from './coverage-rows.js'
import type { CodedRows } from './coverage-rows.js'
import { countBits, productBits, setBits } from './product-bits.js'
import type { Population } from './population.js'
import { FAIL, UNKNOWN } from './program.js'
import { groupCode, relativeState } from './run-program.js'

export type Coverage = {
  /** Profiles each product is open to, still needs information on, and is closed to, by place in the catalogue. */
  readonly eligible: Uint32Array
  readonly needsInformation: Uint32Array
  readonly ineligible: Uint32Array
  /** Profiles that miss each product by exactly one condition. */
  readonly nearMisses: Uint32Array
  /** The same by condition: how many profiles it alone excludes from the product, in the product's order. */
  readonly aloneExcludes: readonly Uint32Array[]
}

/** Verdicts of every product for a whole population, counted without keeping any of them. */
export function coverage(compiled: CompiledCatalogue, population: Population): Coverage {
  const { products } = compiled
  const bits = productBits(compiled)
  const count = () => new Uint32Array(products.length)
  const counts = { eligible: count(), needsInformation: count(), ineligible: count(), nearMisses: count() }
  const aloneExcludes = products.map(({ numbers }) => new Uint32Array(numbers.length))
  const coded = codeRows(compiled, bits, population)
  const { words } = bits
  const [once, twice, unknown] = [new Int32Array(words), new Int32Array(words), new Int32Array(words)]
  const last = products.length & 31 ? (1 << (products.length & 31)) - 1 : -1
  for (let from = 0; from < population.size; from += CODED_BLOCK) {
    const rows = coded.block(from)
    for (let r = 0; r < rows; r += 1) {
      addFields(coded, r, words, once, twice, unknown)
      coded.readStates(from + r, r)
      addRelatives(compiled, coded, from + r, bits.productsOf, once, twice, unknown)
      addGroups(compiled, coded, bits.productsOf, once, twice, unknown)
      for (let w = 0; w < words; w += 1) {
        const fails = once[w] ?? 0
        const all = w === words - 1 ? last : -1
        tallyBits(counts.needsInformation, w, (unknown[w] ?? 0) & ~fails)
        tallyBits(counts.eligible, w, all & ~fails & ~(unknown[w] ?? 0))
        for (let near = fails & ~(twice[w] ?? 0); near !== 0; near &= near - 1) {
          const product = (w << 5) + 31 - Math.clz32(near & -near)
          counts.nearMisses[product] = (counts.nearMisses[product] ?? 0) + 1
          const place = coded.failingPlace(product, r)
          const alone = aloneExcludes[product]
          if (alone !== undefined) alone[place] = (alone[place] ?? 0) + 1
        }
      }
    }
  }
  for (let p = 0; p < products.length; p += 1) {
    counts.ineligible[p] = population.size - (counts.eligible[p] ?? 0) - (counts.needsInformation[p] ?? 0)
  }
  return { ...counts, aloneExcludes }
}

/** Adds one to the count of every product whose bit is set. */
function tallyBits(counts: Uint32Array, word: number, bits: number): void {
  for (let left = bits; left !== 0; left &= left - 1) {
    const product = (word << 5) + 31 - Math.clz32(left & -left)
    counts[product] = (counts[product] ?? 0) + 1
  }
}

/** The coded fields and sets of row `r` of the block, word by word so that the sums stay in registers. */
function addFields(
  { rowOf, fieldCount, once: onceRows, twice: twiceRows, unknown: unknownRows }: CodedRows,
  r: number,
  words: number,
  once: Int32Array,
  twice: Int32Array,
  unknown: Int32Array,
): void {
  for (let w = 0; w < words; w += 1) {
    let o = 0
    let t = 0
    let u = 0
    for (let f = 0; f < fieldCount; f += 1) {
      const at = (rowOf[f * CODED_BLOCK + r] ?? 0) + w
      const fails = onceRows[at] ?? 0
      t |= (twiceRows[at] ?? 0) | (o & fails)
      o |= fails
      u |= unknownRows[at] ?? 0
    }
    once[w] = o
    twice[w] = t
    unknown[w] = u
  }
}

function addRelatives(
  { program }: CompiledCatalogue,
  { states, numberAt }: CodedRows,
  row: number,
  productsOf: readonly Int32Array[],
  once: Int32Array,
  twice: Int32Array,
  unknown: Int32Array,
): void {
  let number = program.firstRelative
  for (const relative of program.relatives) {
    const state = relativeState(relative, numberAt(relative.leaf.fact, row), numberAt(relative.of, row))
    states[number] = state
    const concerned = productsOf[number]
    if (concerned !== undefined && state === FAIL) countBits(once, twice, 0, concerned)
    else if (concerned !== undefined && state === UNKNOWN) setBits(unknown, 0, concerned)
    number += 1
  }
}

function addGroups(
  { program }: CompiledCatalogue,
  { states }: CodedRows,
  productsOf: readonly Int32Array[],
  once: Int32Array,
  twice: Int32Array,
  unknown: Int32Array,
): void {
  let number = program.firstGroup
  for (const group of program.groups) {
    const state = groupCode(group, states)
    states[number] = state
    const concerned = productsOf[number]
    if (concerned !== undefined && state === FAIL) countBits(once, twice, 0, concerned)
    else if (concerned !== undefined && state === UNKNOWN) setBits(unknown, 0, concerned)
    number += 1
  }
}
