import type { CompiledCatalogue } from './compile.js'
import { MISSING } from './field-codes.js'
import { FAIL } from './program.js'

/**
 * Bits over the products of a catalogue, `words` words of 32 a row: which products a value fails at least once, and
 * which at least twice. Rows that would be empty are left out; a row's begin is -1 then.
 */
export type ProductBits = {
  readonly words: number
  /** By field and code: where the row of the products that fail begins, and of those that fail twice. */
  readonly onceAt: readonly Int32Array[]
  readonly twiceAt: readonly Int32Array[]
  /** By field: where the row of the products that use it begins: those that a missing value leaves open. */
  readonly usedAt: Int32Array
  readonly rows: Int32Array
  /** Products of every condition, by condition number; a product that has it twice is there twice. */
  readonly productsOf: readonly Int32Array[]
  /** Room for the sums of one profile. */
  readonly once: Int32Array
  readonly twice: Int32Array
  readonly unknown: Int32Array
}

const KNOWN = new WeakMap<CompiledCatalogue, ProductBits>()

/** The bits of a catalogue, made when first asked for. */
export function productBits(compiled: CompiledCatalogue): ProductBits {
  const known = KNOWN.get(compiled)
  if (known !== undefined) return known
  const made = makeBits(compiled)
  KNOWN.set(compiled, made)
  return made
}

function makeBits({ products, program }: CompiledCatalogue): ProductBits {
  const words = (products.length + 31) >> 5
  const productsOf = invert(products, program.size)
  const kept: Int32Array[] = []
  const keep = (row: Int32Array): number => (row.some((word) => word !== 0) ? (kept.push(row.slice()) - 1) * words : -1)
  const [once, twice] = [new Int32Array(words), new Int32Array(words)]
  const onceAt = program.fields.map(({ codes }) => new Int32Array(codes.size).fill(-1))
  const twiceAt = onceAt.map((begins) => begins.slice())
  const usedAt = new Int32Array(program.fields.length)
  program.fields.forEach((field, f) => {
    once.fill(0)
    for (let k = 0; k < field.count; k += 1) setBits(once, productsOf[field.first + k])
    usedAt[f] = keep(once)
    for (let code = MISSING + 1; code < field.codes.size; code += 1) {
      once.fill(0)
      twice.fill(0)
      for (let k = 0; k < field.count; k += 1) {
        if (field.states[code * field.count + k] === FAIL) countBits(once, twice, productsOf[field.first + k])
      }
      onceAt[f]?.fill(keep(once), code, code + 1)
      twiceAt[f]?.fill(keep(twice), code, code + 1)
    }
  })
  const rows = new Int32Array(kept.length * words)
  kept.forEach((row, i) => rows.set(row, i * words))
  const unknown = new Int32Array(words)
  return { words, onceAt, twiceAt, usedAt, rows, productsOf, once, twice, unknown }
}

function invert(products: CompiledCatalogue['products'], size: number): readonly Int32Array[] {
  const counts = new Int32Array(size)
  for (const { numbers } of products) for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
  const lists = Array.from(counts, (count) => new Int32Array(count))
  const filled = new Int32Array(size)
  for (const { numbers, index } of products) {
    for (const number of numbers) {
      const at = filled[number] ?? 0
      const list = lists[number]
      if (list !== undefined) list[at] = index
      filled[number] = at + 1
    }
  }
  return lists
}

/** Sets the bit of every product. */
export function setBits(row: Int32Array, products: Int32Array | undefined): void {
  if (products === undefined) return
  for (const product of products) {
    row[product >> 5] = (row[product >> 5] ?? 0) | (1 << (product & 31))
  }
}

/** Adds one failing condition to every product: the first sets its bit in `once`, any further one in `twice`. */
export function countBits(once: Int32Array, twice: Int32Array, products: Int32Array | undefined): void {
  if (products === undefined) return
  for (const product of products) {
    const at = product >> 5
    const bit = 1 << (product & 31)
    const before = once[at] ?? 0
    // Without a branch: whether a product fails already cannot be foreseen.
    twice[at] = (twice[at] ?? 0) | (before & bit)
    once[at] = before | bit
  }
}
