import { noValues, readFactValues } from './fact-values.js'
import type { FactValues } from './fact-values.js'
import type { Facts } from './types.js'

/** How many words (choices, codes, yes and no) of one fact are told apart, so that what is kept by word stays small. */
const WORDS_KEPT = 32

/** The word number of a value that is not one of the words told apart. */
export const NO_WORD = -1

/** A profile's values and, once written out, each of them as the sentences say it. */
export type Reading = {
  /** In the order of FACTS. */
  readonly values: FactValues
  readonly texts: (string | undefined)[]
  /** Small number of a word or of the missing value, NO_WORD for numbers, sets and rare words. */
  readonly words: Int32Array
}

/** Reads one profile after another; values and words are told apart in the order in which they come. */
export type Reader = Reading & { readonly begin: (values: FactValues) => void }

export function newReader(): Reader {
  const values = noValues()
  const texts: (string | undefined)[] = values.map(() => undefined)
  const words = new Int32Array(values.length)
  const known = values.map(() => new Map<unknown, number>([[undefined, 0]]))
  return {
    values,
    texts,
    words,
    begin: (read) => {
      texts.fill(undefined)
      for (let place = 0; place < values.length; place += 1) {
        const value = read[place]
        values[place] = value
        words[place] = typeof value === 'number' || typeof value === 'object' ? NO_WORD : wordOf(value, known[place])
      }
    },
  }
}

function wordOf(value: string | boolean | undefined, known: Map<unknown, number> | undefined): number {
  const before = known?.get(value)
  if (before !== undefined) return before
  if (known === undefined || known.size >= WORDS_KEPT) return NO_WORD
  known.set(value, known.size)
  return known.size - 1
}

/** The reading of one profile alone. */
export function readingOf(facts: Facts): Reading {
  const reader = newReader()
  reader.begin(readFactValues(facts, noValues()))
  return reader
}
