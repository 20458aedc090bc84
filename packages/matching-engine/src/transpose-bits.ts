/** Turns 32 words so that bit `i` of word `k` becomes bit `k` of word `i`, in place and without branches. */
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

/** How many bits are set. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
