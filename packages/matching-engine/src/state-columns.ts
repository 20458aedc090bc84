import { codeColumns } from './code-columns.js'
import type { CodeColumn } from './code-columns.js'
import { fillGroup } from './group-columns.js'
import type { Population } from './population.js'
import type { Program } from './program.js'
import { fillRelative } from './relative-columns.js'
import { BLOCK_ROWS, BLOCK_WORDS } from './state-bits.js'
import type { StateBits } from './state-bits.js'
import { transposeBits } from './transpose-bits.js'

export type StateColumns = StateBits & {
  /** Reads the block that begins at a row. */
  readonly read: (from: number) => void
}

/** What a code fails, for the conditions of one chunk of 32. */
type Part = { readonly column: number; readonly table: Int32Array }

/** Makes the columns of a program for a population; nothing is read yet. */
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
  const made = { fails, unknowns, unknownAt }
  const relatives = program.relatives.map((relative, i) => fillRelative(relative, leaves + i, population, made))
  return {
    ...made,
    read: (from) => {
      const rows = Math.min(BLOCK_ROWS, population.size - from)
      columns.forEach((column, c) => {
        column.read(from, rows, codes, c * BLOCK_ROWS)
        missingBits(codes, c * BLOCK_ROWS, unknowns, c * BLOCK_WORDS)
      })
      chunks.forEach((parts, chunk) => fillChunk(parts, codes, fails, chunk * 32 * BLOCK_WORDS))
      for (const fill of relatives) fill(from, rows)
      program.groups.forEach((group, i) => fillGroup(group, program.firstGroup + i, made))
    },
  }
}

/** The columns that have conditions in a chunk, with the conditions each of their codes fails. */
function partsOf(columns: readonly CodeColumn[], chunk: number): readonly Part[] {
  return columns.flatMap(({ first, count, size, fails }, column) => {
    if (first >= chunk * 32 + 32 || first + count <= chunk * 32) return []
    const table = Int32Array.from({ length: size }, (_, code) => {
      let bits = 0
      for (let place = 0; place < count; place += 1) {
        const bit = first + place - chunk * 32
        if (bit >= 0 && bit < 32 && fails(code, place)) bits |= 1 << bit
      }
      return bits
    })
    return [{ column, table }]
  })
}

const lanes = new Int32Array(32)

/** The fail columns of 32 conditions: looked up profile by profile, then turned over. */
function fillChunk(parts: readonly Part[], codes: Int32Array, fails: Int32Array, at: number): void {
  for (let w = 0; w < BLOCK_WORDS; w += 1) {
    lanes.fill(0)
    for (const { column, table } of parts) addPart(table, codes, column * BLOCK_ROWS + w * 32)
    transposeBits(lanes)
    for (let lane = 0; lane < 32; lane += 1) fails[at + lane * BLOCK_WORDS + w] = lanes[lane] ?? 0
  }
}

function addPart(table: Int32Array, codes: Int32Array, at: number): void {
  for (let r = 0; r < 32; r += 1) lanes[r] = (lanes[r] ?? 0) | (table[codes[at + r] ?? 0] ?? 0)
}

function missingBits(codes: Int32Array, at: number, unknowns: Int32Array, to: number): void {
  for (let w = 0; w < BLOCK_WORDS; w += 1) {
    let bits = 0
    for (let r = 31; r >= 0; r -= 1) bits = (bits << 1) | Number(codes[at + w * 32 + r] === 0)
    unknowns[to + w] = bits
  }
}
