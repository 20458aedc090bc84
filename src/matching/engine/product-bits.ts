import type { CompiledCatalogue } from './compile.js'
import { MISSING } from './field-codes.js'
import { FAIL, UNKNOWN } from './program.js'
import type { SetField } from './program.js'
import { runSet } from './run-program.js'

/**
 * Bits over the products of a catalogue, `words` words of 32 a row: which products a value fails at least once, at
 * least twice, and leaves unknown. A row per (field, code), then the conditions that have no codes by their products.
 */
export type ProductBits = {
  readonly words: number
  /** Where each field's rows begin, in rows. */
  readonly firstRow: readonly number[]
  readonly once: Int32Array
  readonly twice: Int32Array
  readonly unknown: Int32Array
  /** Products of every condition, by condition number; a product that has it twice is there twice. */
  readonly productsOf: readonly Int32Array[]
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
  const firstRow: number[] = []
  let rows = 0
  for (const field of program.fields) {
    firstRow.push(rows)
    rows += field.codes.size
  }
  const [once, twice, unknown] = [0, 0, 0].map(() => new Int32Array(rows * words)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  program.fields.forEach((field, f) => {
    for (let code = 0; code < field.codes.size; code += 1) {
      const base = ((firstRow[f] ?? 0) + code) * words
      for (let k = 0; k < field.count; k += 1) {
        const concerned = productsOf[field.first + k]
        if (concerned === undefined || concerned.length === 0) continue
        if (code === MISSING) setBits(unknown, base, concerned)
        else if (field.states[code * field.count + k] === FAIL) countBits(once, twice, base, concerned)
      }
    }
  })
  return { words, firstRow, once, twice, unknown, productsOf }
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

/** Sets the bit of every product in the row that begins at `base`. */
export function setBits(row: Int32Array, base: number, products: Int32Array): void {
  for (const product of products) {
    const at = base + (product >> 5)
    row[at] = (row[at] ?? 0) | (1 << (product & 31))
  }
}

/** Adds one failing condition to every product: the first sets its bit in `once`, any further one in `twice`. */
export function countBits(once: Int32Array, twice: Int32Array, base: number, products: Int32Array): void {
  for (const product of products) {
    const at = base + (product >> 5)
    const bit = 1 << (product & 31)
    const before = once[at] ?? 0
    if ((before & bit) !== 0) twice[at] = (twice[at] ?? 0) | bit
    else once[at] = before | bit
  }
}

/** A row of the bits for one set field with the given mask, written at `base`; `states` keeps its leaves' states. */
export function setFieldRow(
  field: SetField,
  mask: number,
  productsOf: readonly Int32Array[],
  rows: { readonly once: Int32Array; readonly twice: Int32Array; readonly unknown: Int32Array },
  base: number,
  states: Uint8Array,
): void {
  runSet(field, mask, states)
  for (let k = 0; k < field.leaves.length; k += 1) {
    const number = field.first + k
    const concerned = productsOf[number]
    if (concerned === undefined || concerned.length === 0) continue
    if (states[number] === UNKNOWN) setBits(rows.unknown, base, concerned)
    else if (states[number] === FAIL) countBits(rows.once, rows.twice, base, concerned)
  }
}

/** How many bits are set. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
