import { FACTS } from './facts.js'
import type { FactValues } from './fact-values.js'

/** The code of a value that has none: numbers, sets, and words beyond the limit. */
export const NO_CODE = -1

/** How many words of one fact get a code, the missing value included. */
const MOST_CODES = 32

/**
 * Gives the words of every fact (choices, codes, yes and no) and the missing value small numbers, so that what depends
 * on one word alone can be cached by number. Numbers are given in order of appearance and never change.
 */
export type ValueCodes = { readonly codesOf: (values: FactValues) => Int32Array }

export function newValueCodes(): ValueCodes {
  const known = FACTS.map(() => new Map<unknown, number>([[undefined, 0]]))
  return {
    codesOf: (values) => {
      const codes = new Int32Array(values.length)
      for (let index = 0; index < values.length; index += 1) {
        const value = values[index]
        codes[index] = typeof value === 'number' || typeof value === 'object' ? NO_CODE : codeOf(value, known[index])
      }
      return codes
    },
  }
}

function codeOf(value: string | boolean | undefined, known: Map<unknown, number> | undefined): number {
  const code = known?.get(value)
  if (code !== undefined) return code
  if (known === undefined || known.size >= MOST_CODES) return NO_CODE
  known.set(value, known.size)
  return known.size - 1
}
