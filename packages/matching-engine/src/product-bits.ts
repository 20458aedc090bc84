import type { CompiledCatalogue } from './compile.js'
import { MISSING } from './field-codes.js'
import { FAIL } from './program.js'

/**
 * Bit sets over the products of a catalogue, `words` words of 32 per row: the products that fail at least one
 * condition on a value, and those that fail at least two. Empty rows are left out; their start is -1. Immutable.
 */
export type ProductBits = {
  readonly words: number
  /** By field and code: start of the row of the products that fail once, and of those that fail twice. */
  readonly onceAt: readonly Int32Array[]
  readonly twiceAt: readonly Int32Array[]
  /** By field: start of the row of the products that use it, which a missing value leaves undecided. */
  readonly usedAt: Int32Array
  readonly rows: Int32Array
  /** By condition: its products; a product that has the condition twice is listed twice. */
  readonly productsOf: readonly Int32Array[]
}

const cache = new WeakMap<CompiledCatalogue, ProductBits>()

/** The bit sets of a catalogue, computed when first needed. */
export function productBits(compiled: CompiledCatalogue): ProductBits {
  const known = cache.get(compiled)
  if (known !== undefined) return known
  const bits = computeBits(compiled)
  cache.set(compiled, bits)
  return bits
}

function computeBits({ products, program }: CompiledCatalogue): ProductBits {
  const words = (products.length + 31) >> 5
  const productsOf = productsByCondition(products, program.size)
  const found: Int32Array[] = []
  const addRow = (row: Int32Array): number =>
    row.some((word) => word !== 0) ? (found.push(row.slice()) - 1) * words : -1
  const [once, twice] = [new Int32Array(words), new Int32Array(words)]
  const onceAt = program.fields.map(({ codes }) => new Int32Array(codes.size).fill(-1))
  const twiceAt = onceAt.map((starts) => starts.slice())
  const usedAt = new Int32Array(program.fields.length)
  program.fields.forEach((field, f) => {
    once.fill(0)
    for (let k = 0; k < field.count; k += 1) setBits(once, productsOf[field.first + k])
    usedAt[f] = addRow(once)
    for (let code = MISSING + 1; code < field.codes.size; code += 1) {
      once.fill(0)
      twice.fill(0)
      for (let k = 0; k < field.count; k += 1) {
        if (field.states[code * field.count + k] === FAIL) countBits(once, twice, productsOf[field.first + k])
      }
      onceAt[f]?.fill(addRow(once), code, code + 1)
      twiceAt[f]?.fill(addRow(twice), code, code + 1)
    }
  })
  const rows = new Int32Array(found.length * words)
  found.forEach((row, i) => rows.set(row, i * words))
  return { words, onceAt, twiceAt, usedAt, rows, productsOf }
}

function productsByCondition(products: CompiledCatalogue['products'], size: number): readonly Int32Array[] {
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
    // Without a branch, because whether a product fails already is unpredictable.
    twice[at] = (twice[at] ?? 0) | (before & bit)
    once[at] = before | bit
  }
}
