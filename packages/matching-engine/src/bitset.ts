import { literalsOf } from './rule-shape.js'
import type { Leaf } from './types.js'

/** Transposes a 32 × 32 bit matrix in place, without branches: bit `i` of word `k` becomes bit `k` of word `i`. */
export function transposeBits(words: Int32Array): void {
  let mask = 0x0000ffff
  for (let width = 16; width !== 0; width >>= 1, mask ^= mask << width) {
    for (let k = 0; k < 32; k = ((k | width) + 1) & ~width) {
      const low = words[k] ?? 0
      const high = words[k | width] ?? 0
      const swapped = ((low >>> width) ^ high) & mask
      words[k] = low ^ (swapped << width)
      words[k | width] = high ^ swapped
    }
  }
}

/** How many bits of a word are set. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Bits of a word in a set mask: few enough for a mask to stay a small non-negative number. */
const MASK_BITS = 30

/** One word of the bit masks of a set-valued fact. */
export type MaskWord = {
  /** The mask of a set: the bits of its members in this word. */
  readonly maskOf: (members: readonly string[]) => number
  /** The mask of every leaf's bound. */
  readonly bounds: Int32Array
}

/**
 * The bit masks of one set-valued fact. Only members that a leaf names have a bit, because no other can change a
 * state. There are as many words as the members need; nearly always one.
 */
export function setMasks(leaves: readonly Leaf[]): readonly MaskWord[] {
  const members = [...new Set(leaves.flatMap((leaf) => literalsOf(leaf).map(String)))]
  const words = Math.max(1, Math.ceil(members.length / MASK_BITS))
  return Array.from({ length: words }, (_, word) => {
    const maskOf = maskFunction(members.slice(word * MASK_BITS, (word + 1) * MASK_BITS))
    return { maskOf, bounds: Int32Array.from(leaves, (leaf) => maskOf(literalsOf(leaf).map(String))) }
  })
}

function maskFunction(members: readonly string[]): MaskWord['maskOf'] {
  const bitOf = new Map(members.map((member, i) => [member, 1 << i]))
  return (set) => {
    let mask = 0
    for (const member of set) mask |= bitOf.get(member) ?? 0
    return mask
  }
}

/** A key that two sets share when no leaf distinguishes them. */
export function setKey(words: readonly MaskWord[], value: readonly string[]): string {
  return words.map(({ maskOf }) => maskOf(value)).join()
}
