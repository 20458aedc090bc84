import { splitByShare } from '../../finance/index.js'
import type { Fen } from '../../kernel/money.js'

/**
 * Splits the next amount among banks by weight, to the fen. What was given before counts: the running sum is split by
 * largest remainder and each bank gets what it lacks of its part, so rounding never drifts, and once the weights are
 * used up each bank has been given exactly its weight. Nobody ever gives back: a bank that has a fen more than its part
 * of the new sum (which happens with steps of a few fen) gets nothing, and the others wait for theirs.
 * @param weights in fen: what each bank has promised, or what it has paid out
 * @param before in fen: what each bank was given by earlier steps, none above its weight
 * @param amount in fen, above 0
 * @returns the parts in the order of the weights; they add up to the amount
 * @throws RangeError when the amount is no whole number of fen above 0, or more than what is left of the weights.
 */
export function splitPayment(weights: readonly Fen[], before: readonly Fen[], amount: Fen): readonly Fen[] {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new RangeError(`not an amount of fen: ${amount}`)
  if (weights.length !== before.length || weights.some((weight, bank) => (before[bank] ?? 0) > weight))
    throw new RangeError('what was given does not fit the weights')
  const reached = sumOf(before) + amount
  if (reached > sumOf(weights)) throw new RangeError(`${reached} fen are more than the ${sumOf(weights)} there are`)

  const parts = splitByShare(reached, weights).map((target, bank) => Math.max(0, target - (before[bank] ?? 0)))
  for (let excess = sumOf(parts) - amount; excess > 0; excess -= 1) {
    const bank = nearestToExactPart(weights, before, parts, reached)
    parts[bank] = (parts[bank] ?? 0) - 1
  }
  return parts
}

/** The bank that gives up a fen: of those with a part, the one nearest to its exact part. */
function nearestToExactPart(
  weights: readonly Fen[],
  before: readonly Fen[],
  parts: readonly Fen[],
  reached: Fen,
): number {
  const whole = BigInt(sumOf(weights))
  const lacking = weights.map((weight, bank) => {
    const given = (before[bank] ?? 0) + (parts[bank] ?? 0)
    return { bank, by: BigInt(reached) * BigInt(weight) - BigInt(given) * whole }
  })
  const waiting = lacking.filter(({ bank }) => (parts[bank] ?? 0) > 0)
  return waiting.reduce((one, other) => (other.by < one.by ? other : one)).bank
}

const sumOf = (fen: readonly Fen[]): Fen => fen.reduce((sum, one) => sum + one, 0)
