import { multiple } from './evaluate.js'
import type { Column, Population } from './population.js'
import type { RelativeLeaf } from './program.js'
import { compares } from './run-program.js'
import { BLOCK_WORDS } from './state-bits.js'
import type { StateBits } from './state-bits.js'

/** Makes the fail and unknown bits of a condition whose bound is `times × of`, from two columns of numbers. */
export function fillRelative(
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

/** A column of numbers; all missing when there is none. */
function numbersOf(column: Column | undefined, size: number): Float64Array {
  return column?.kind === 'numbers' ? column.values : new Float64Array(size).fill(NaN)
}
