import { MISSING } from './field-codes.js'
import type { Column, Population } from './population.js'
import { FAIL } from './program.js'
import type { FieldProgram, Program, SetField } from './program.js'
import { runSet } from './run-program.js'
import { setKey } from './bitset.js'
import type { FactValue } from './types.js'

/** One field or set of a population as small codes (0 = missing), and which conditions each code fails. */
export type CodeColumn = {
  /** Its conditions are `first` to `first + count - 1`. */
  readonly first: number
  readonly count: number
  readonly size: number
  /** Whether a code fails condition `first + k`. */
  readonly fails: (code: number, k: number) => boolean
  /** Codes of the rows from `from` on, written to `codes` from `at` on. */
  readonly read: (from: number, rows: number, codes: Int32Array, at: number) => void
}

/** The fields and sets of a program over a population's columns, in the order of their conditions. */
export function codeColumns(program: Program, population: Population): readonly CodeColumn[] {
  const fields = program.fields.map((field) => fieldColumn(field, population.columns.get(field.spec.name)))
  const sets = program.sets.map((set) => setColumn(set, population.columns.get(set.spec.name), program.size))
  return [...fields, ...sets]
}

function fieldColumn(field: FieldProgram, column: Column | undefined): CodeColumn {
  const { codes, first, count, states } = field
  const fails = (code: number, k: number) => states[code * count + k] === FAIL
  const read =
    column?.kind === 'words'
      ? byDictionary(column.places, [MISSING, ...column.dictionary.map(codes.encode)])
      : column !== undefined && codes.thresholds !== undefined
        ? byThreshold(column.values, codes.thresholds)
        : allMissing
  return { first, count, size: codes.size, fails, read }
}

/** The codes of a set: one for each class of sets that the leaves distinguish, numbered in order of appearance. */
function setColumn(set: SetField, column: Column | undefined, conditions: number): CodeColumn {
  const { first, ops, words } = set
  const codeOf = new Map<string, number>()
  const members: (FactValue | undefined)[] = [undefined]
  const code = (value: FactValue): number => {
    if (typeof value !== 'object') return MISSING
    const key = setKey(words, value)
    const known = codeOf.get(key)
    if (known !== undefined) return known
    codeOf.set(key, members.length)
    return members.push(value) - 1
  }
  const codes = column?.kind === 'words' ? [MISSING, ...column.dictionary.map(code)] : []
  const states = new Uint8Array(conditions)
  const failing = members.map((value) => {
    runSet(set, value, states)
    return states.slice(first, first + ops.length)
  })
  const read = column?.kind === 'words' ? byDictionary(column.places, codes) : allMissing
  const fails = (of: number, k: number) => failing[of]?.[k] === FAIL
  return { first, count: ops.length, size: members.length, fails, read }
}

const allMissing: CodeColumn['read'] = (_from, rows, codes, at) => {
  codes.fill(MISSING, at, at + rows)
}

function byDictionary(places: Uint32Array, codeOfPlace: readonly number[]): CodeColumn['read'] {
  const table = Int32Array.from(codeOfPlace)
  return (from, rows, codes, at) => {
    for (let r = 0; r < rows; r += 1) codes[at + r] = table[places[from + r] ?? 0] ?? MISSING
  }
}

/**
 * `intervalOf` for a whole column, without branches because the comparisons are unpredictable: a binary search over a
 * table padded to a power of two, which adds the outcome of each comparison as a number.
 */
function byThreshold(values: Float64Array, thresholds: Float64Array): CodeColumn['read'] {
  let half = 1
  while (half * 2 <= thresholds.length) half *= 2
  const table = new Float64Array(half * 2).fill(NaN)
  table.set(thresholds)
  return (from, rows, codes, at) => {
    for (let r = 0; r < rows; r += 1) {
      const value = values[from + r] ?? NaN
      let place = 0
      for (let step = half; step > 0; step >>= 1) {
        place += step & -Number((table[place + step - 1] ?? NaN) < value)
      }
      const known = Number(!Number.isNaN(value))
      codes[at + r] = (place * 2 + 1 + Number(table[place] === value)) & -known
    }
  }
}
