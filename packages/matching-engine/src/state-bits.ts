/** Words of 32 profiles that are worked on at a time: few enough for the columns of all conditions to stay cached. */
export const BLOCK_WORDS = 16
export const BLOCK_ROWS = BLOCK_WORDS * 32

/**
 * The states of all conditions for a block of profiles, one bit a profile. Column `n` of `fails` begins at
 * `n * BLOCK_WORDS` and belongs to condition `n`; its unknown bits begin at `unknownAt[n]`, which the leaves of one
 * field share. Bits beyond the last profile mean nothing.
 */
export type StateBits = {
  readonly fails: Int32Array
  readonly unknowns: Int32Array
  readonly unknownAt: Int32Array
}
