import { transposeBits } from './bitset.js'
import { codeColumns } from './code-columns.js'
import type { CodeColumn } from './code-columns.js'
import { multiple } from './evaluate.js'
import type { Column, Population } from './population.js'
import type { GroupProgram, Program, RelativeLeaf } from './program.js'
import { compares } from './run-program.js'

/** Words of 32 profiles in a block: few enough for the columns of all conditions to stay in the processor's cache. */
export const BLOCK_WORDS = 16
export const BLOCK_ROWS = BLOCK_WORDS * 32

/**
 * The states of all conditions for a block of profiles, one bit a profile. Column `n` of `fails` begins at
 * `n * BLOCK_WORDS` and belongs to condition `n`; its unknown bits begin at `unknownAt[n]`, which the leaves of one
 * field share. Bits after the last profile are undefined.
 */
type StateBits = {
  readonly fails: Int32Array
  readonly unknowns: Int32Array
  readonly unknownAt: Int32Array
}

export type StateColumns = StateBits & {
  /** Fills the columns with the block that begins at a row. */
  readonly read: (from: number) => void
}

/** Which of 32 conditions each code of a column fails, as bits. */
type Part = { readonly column: number; readonly table: Int32Array }

/** The columns of a program for a population; nothing is read yet. */
export function stateColumns(program: Program, population: Population): StateColumns {
  const columns = codeColumns(program, population)
  const leaves = program.firstRelative
  const chunks = Array.from({ length: (leaves + 31) >> 5 }, (_, chunk) => partsOf(columns, chunk))
  const fails = new Int32Array(Math.max(program.size, chunks.length * 32) * BLOCK_WORDS)
  const unknownAt = new Int32Array(program.size)
  columns.forEach(({ first, count }, c) => unknownAt.fill(c * BLOCK_WORDS, first, first + count))
  for (let n = leaves; n < program.size; n += 1) unknownAt[n] = (columns.length + n - leaves) * BLOCK_WORDS
  const unknowns = new Int32Array((columns.length + program.size - leaves) * BLOCK_WORDS)
  const codes = new Int32Array(columns.length * BLOCK_ROWS)
  const lanes = new Int32Array(32)
  const bits = { fails, unknowns, unknownAt }
  const relatives = program.relatives.map((relative, i) => relativeFiller(relative, leaves + i, population, bits))
  return {
    ...bits,
    read: (from) => {
      const rows = Math.min(BLOCK_ROWS, population.size - from)
      columns.forEach((column, c) => {
        column.read(from, rows, codes, c * BLOCK_ROWS)
        fillMissing(codes, c * BLOCK_ROWS, unknowns, c * BLOCK_WORDS)
      })
      chunks.forEach((parts, chunk) => fillChunk(parts, codes, lanes, fails, chunk * 32 * BLOCK_WORDS))
      for (const fill of relatives) fill(from, rows)
      program.groups.forEach((group, i) => fillGroup(group, program.firstGroup + i, bits))
    },
  }
}

/** The columns that have conditions in a chunk of 32, with the conditions that each of their codes fails. */
function partsOf(columns: readonly CodeColumn[], chunk: number): readonly Part[] {
  return columns.flatMap(({ first, count, size, fails }, column) => {
    if (first >= chunk * 32 + 32 || first + count <= chunk * 32) return []
    const table = Int32Array.from({ length: size }, (_, code) => {
      let bits = 0
      for (let k = 0; k < count; k += 1) {
        const bit = first + k - chunk * 32
        if (bit >= 0 && bit < 32 && fails(code, k)) bits |= 1 << bit
      }
      return bits
    })
    return [{ column, table }]
  })
}

/** Fills the fail columns of 32 conditions: looks them up profile by profile in `lanes`, then transposes. */
function fillChunk(parts: readonly Part[], codes: Int32Array, lanes: Int32Array, fails: Int32Array, at: number): void {
  for (let w = 0; w < BLOCK_WORDS; w += 1) {
    lanes.fill(0)
    for (const { column, table } of parts) addPart(table, codes, column * BLOCK_ROWS + w * 32, lanes)
    transposeBits(lanes)
    for (let lane = 0; lane < 32; lane += 1) fails[at + lane * BLOCK_WORDS + w] = lanes[lane] ?? 0
  }
}

function addPart(table: Int32Array, codes: Int32Array, at: number, lanes: Int32Array): void {
  for (let r = 0; r < 32; r += 1) lanes[r] = (lanes[r] ?? 0) | (table[codes[at + r] ?? 0] ?? 0)
}

function fillMissing(codes: Int32Array, at: number, unknowns: Int32Array, to: number): void {
  for (let w = 0; w < BLOCK_WORDS; w += 1) {
    let bits = 0
    for (let r = 31; r >= 0; r -= 1) bits = (bits << 1) | Number(codes[at + w * 32 + r] === 0)
    unknowns[to + w] = bits
  }
}

/** Returns what fills the fail and unknown bits of a condition whose bound is `times × of`. */
function relativeFiller(
  { leaf, of, times }: RelativeLeaf,
  number: number,
  population: Population,
  { fails, unknowns, unknownAt }: StateBits,
): (from: number, rows: number) => void {
  const actual = numbersOf(population.columns.get(leaf.fact), population.size)
  const base = numbersOf(population.columns.get(of), population.size)
  const failAt = number * BLOCK_WORDS
  const openAt = unknownAt[number] ?? 0
  const { op } = leaf
  return (from, rows) => {
    for (let w = 0; w * 32 < rows; w += 1) {
      let failing = 0
      let open = 0
      const last = Math.min(32, rows - w * 32)
      for (let r = last - 1; r >= 0; r -= 1) {
        const value = actual[from + w * 32 + r] ?? NaN
        const bound = multiple(times, base[from + w * 32 + r] ?? NaN)
        const missing = Number(Number.isNaN(value)) | Number(Number.isNaN(bound))
        open = (open << 1) | missing
        failing = (failing << 1) | (Number(!compares(op, value, bound)) & ~missing)
      }
      fails[failAt + w] = failing
      unknowns[openAt + w] = open
    }
  }
}

/** A column of numbers; NaN throughout when there is none. */
function numbersOf(column: Column | undefined, size: number): Float64Array {
  return column?.kind === 'numbers' ? column.values : new Float64Array(size).fill(NaN)
}

/** Kleene's value of a nested group for a block of profiles, from the columns of its children. */
function fillGroup({ kind, children }: GroupProgram, number: number, { fails, unknowns, unknownAt }: StateBits): void {
  const failAt = number * BLOCK_WORDS
  const openAt = unknownAt[number] ?? 0
  for (let w = 0; w < BLOCK_WORDS; w += 1) {
    let someFail = 0
    let somePass = 0
    let someOpen = 0
    for (const child of children) {
      const failing = fails[child * BLOCK_WORDS + w] ?? 0
      const open = unknowns[(unknownAt[child] ?? 0) + w] ?? 0
      someFail |= failing
      someOpen |= open
      somePass |= ~(failing | open)
    }
    if (kind === 'all') {
      fails[failAt + w] = someFail
      unknowns[openAt + w] = someOpen & ~someFail
    } else if (kind === 'any') {
      fails[failAt + w] = ~(somePass | someOpen)
      unknowns[openAt + w] = someOpen & ~somePass
    } else {
      fails[failAt + w] = somePass
      unknowns[openAt + w] = someOpen
    }
  }
}
