import type { Fen } from '../kernel/money.js'

/**
 * Splits an amount by shares (any whole numbers of one unit: basis points, fen, parts), in whole fen that sum to the
 * amount: everyone gets the exact share rounded down, and the fen left over go one each to the largest remainders, the
 * earlier one first where they are equal (最大余额法). The order of the result is that of the shares.
 * @throws RangeError when the amount or a share is negative or not a whole number, or when all shares are 0.
 */
export function splitByShare(amountFen: Fen, shares: readonly number[]): readonly Fen[] {
  for (const value of [amountFen, ...shares]) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`cannot split by ${value}`)
  }
  const amount = BigInt(amountFen)
  const parts = shares.map(BigInt)
  const whole = parts.reduce((sum, share) => sum + share, 0n)
  if (whole === 0n) throw new RangeError('nothing to split by: all shares are 0')
  const exact = parts.map((share, index) => ({
    index,
    down: Number((amount * share) / whole),
    left: (amount * share) % whole,
  }))
  const over = amountFen - exact.reduce((sum, { down }) => sum + down, 0)
  const byRemainder = exact.toSorted((one, other) =>
    one.left === other.left ? one.index - other.index : one.left > other.left ? -1 : 1,
  )
  const raised = new Set(byRemainder.slice(0, over).map(({ index }) => index))
  return exact.map(({ index, down }) => (raised.has(index) ? down + 1 : down))
}
