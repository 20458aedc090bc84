import { literalsOf } from './field-codes.js'
import type { Leaf } from './types.js'

/** Bits of a word: few enough for a mask to stay a small non-negative number. */
const WORD_BITS = 30

/** One word of the bit masks of a set. */
export type SetWord = {
  /** The bits of a set's members that have their bit in this word. */
  readonly read: (members: readonly string[]) => number
  /** The bits of every leaf's bound. */
  readonly masks: Int32Array
}

/**
 * How the sets of one fact become bit masks. Only members that some leaf names have a bit: no other can change a
 * state. However many they are, there are as many words as it takes; nearly always it is one.
 */
export function setWords(leaves: readonly Leaf[]): readonly SetWord[] {
  const members = [...new Set(leaves.flatMap((leaf) => literalsOf(leaf).map(String)))]
  const words = Math.max(1, Math.ceil(members.length / WORD_BITS))
  return Array.from({ length: words }, (_, word) => {
    const read = reader(members.slice(word * WORD_BITS, (word + 1) * WORD_BITS))
    return { read, masks: Int32Array.from(leaves, (leaf) => read(literalsOf(leaf).map(String))) }
  })
}

function reader(members: readonly string[]): SetWord['read'] {
  const bitOf = new Map(members.map((member, i) => [member, 1 << i]))
  return (set) => {
    let mask = 0
    for (const member of set) mask |= bitOf.get(member) ?? 0
    return mask
  }
}

/** Whether two sets are told apart by no leaf: equal masks give equal keys. */
export function setKey(words: readonly SetWord[], value: readonly string[]): string {
  return words.map(({ read }) => read(value)).join()
}
