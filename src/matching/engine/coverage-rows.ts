import type { CompiledCatalogue } from './compile.js'
import { MISSING } from './field-codes.js'
import type { Column, Population } from './population.js'
import { setFieldRow } from './product-bits.js'
import type { ProductBits } from './product-bits.js'
import { FAIL } from './program.js'
import type { FieldProgram, Program, SetField } from './program.js'
import { runField, runSet } from './run-program.js'
import { NO_MASK } from './set-mask.js'

/** Rows that are coded at a time: small enough for their codes to stay in the cache. */
export const CODED_BLOCK = 1024

/** A population's columns as rows of product bits, block by block. */
export type CodedRows = {
  readonly fieldCount: number
  /** Where the bits of field `f` in row `r` of the block begin: `rowOf[f * CODED_BLOCK + r]`. */
  readonly rowOf: Int32Array
  readonly once: Int32Array
  readonly twice: Int32Array
  readonly unknown: Int32Array
  /** States of the row last read, by condition number. */
  readonly states: Uint8Array
  /** Codes the block that begins at a row; answers how many rows it has. */
  readonly block: (from: number) => number
  /** Reads the states that groups rest on. */
  readonly readStates: (row: number, r: number) => void
  readonly numberAt: (fact: string, row: number) => number | undefined
  /** Which condition of a product fails in the row last read. */
  readonly failingPlace: (product: number, r: number) => number
}

type CodedField = {
  readonly column: Column | undefined
  readonly field: FieldProgram | undefined
  readonly set: SetField | undefined
  /** Begin of the bits for every place of a dictionary; empty for numbers. */
  readonly rows: Int32Array
  /** Mask for every place of a dictionary of sets. */
  readonly masks: readonly number[]
  readonly first: number
  /** Whether a nested group rests on the field. */
  readonly grouped: boolean
}

export function codeRows(compiled: CompiledCatalogue, bits: ProductBits, population: Population): CodedRows {
  const { program, products } = compiled
  const { words } = bits
  const states = new Uint8Array(program.size)
  const inGroups = leavesInGroups(program)
  const grouped = (first: number, count: number) => inGroups.some((number) => number >= first && number < first + count)
  const extra = program.sets.reduce((sum, set) => sum + dictionarySize(population.columns.get(set.spec.name)), 0)
  const [once, twice, unknown] = [bits.once, bits.twice, bits.unknown].map((rows) => {
    const longer = new Int32Array(rows.length + extra * words)
    longer.set(rows)
    return longer
  }) as [Int32Array, Int32Array, Int32Array]
  const coded: CodedField[] = program.fields.map((field, f) => {
    const column = population.columns.get(field.spec.name)
    const first = (bits.firstRow[f] ?? 0) * words
    const codes = column?.kind === 'words' ? [MISSING, ...column.dictionary.map(field.codes.encode)] : []
    const rows = Int32Array.from(codes, (code) => first + code * words)
    return { column, field, set: undefined, rows, masks: [], first, grouped: grouped(field.first, field.count) }
  })
  let base = bits.once.length
  for (const set of program.sets) {
    const column = population.columns.get(set.spec.name)
    const masks = [NO_MASK, ...(column?.kind === 'words' ? column.dictionary.map(set.read) : [])]
    const first = base
    const rows = Int32Array.from(masks, (mask, i) => {
      setFieldRow(set, mask, bits.productsOf, { once, twice, unknown }, first + i * words, states)
      return first + i * words
    })
    coded.push({ column, field: undefined, set, rows, masks, first, grouped: grouped(set.first, set.leaves.length) })
    base += masks.length * words
  }
  const rowOf = new Int32Array(coded.length * CODED_BLOCK)
  const numberAt = (fact: string, row: number) => numberOf(population.columns.get(fact), row)
  const readField = (item: CodedField | undefined, f: number, row: number, r: number) => {
    if (item === undefined) return
    const begin = rowOf[f * CODED_BLOCK + r] ?? 0
    if (item.field !== undefined) runField(item.field, (begin - item.first) / words, states)
    else if (item.set !== undefined) runSet(item.set, maskAt(item, row), states)
  }
  const groupedFields = coded.flatMap(({ grouped: rests }, f) => (rests ? [f] : []))
  let blockStart = 0
  let wholeRow = -1
  return {
    fieldCount: coded.length,
    rowOf,
    once,
    twice,
    unknown,
    states,
    numberAt,
    block: (from) => {
      blockStart = from
      const rows = Math.min(CODED_BLOCK, population.size - from)
      coded.forEach((item, f) => codeBlock(item, from, rows, words, rowOf, f * CODED_BLOCK))
      return rows
    },
    readStates: (row, r) => {
      for (const f of groupedFields) readField(coded[f], f, row, r)
    },
    failingPlace: (product, r) => {
      if (wholeRow !== blockStart + r) coded.forEach((item, f) => readField(item, f, blockStart + r, r))
      wholeRow = blockStart + r
      return products[product]?.numbers.findIndex((number) => states[number] === FAIL) ?? -1
    },
  }
}

function maskAt({ column, masks }: CodedField, row: number): number {
  return column?.kind === 'words' ? (masks[column.places[row] ?? 0] ?? NO_MASK) : NO_MASK
}

function leavesInGroups({ groups, firstRelative }: Program): readonly number[] {
  return groups.flatMap(({ children }) => [...children]).filter((number) => number < firstRelative)
}

function dictionarySize(column: Column | undefined): number {
  return 1 + (column?.kind === 'words' ? column.dictionary.length : 0)
}

function numberOf(column: Column | undefined, row: number): number | undefined {
  if (column?.kind !== 'numbers') return undefined
  const value = column.values[row]
  return value === undefined || Number.isNaN(value) ? undefined : value
}

function codeBlock(
  { column, field, rows, first }: CodedField,
  from: number,
  count: number,
  words: number,
  rowOf: Int32Array,
  at: number,
): void {
  if (column === undefined) rowOf.fill(first, at, at + count)
  else if (column.kind === 'words') {
    for (let r = 0; r < count; r += 1) rowOf[at + r] = rows[column.places[from + r] ?? 0] ?? first
  } else if (field !== undefined) {
    for (let r = 0; r < count; r += 1) {
      const value = column.values[from + r] ?? NaN
      rowOf[at + r] = first + (Number.isNaN(value) ? MISSING : field.codes.encode(value)) * words
    }
  }
}
