import { multiple } from './evaluate.js'
import { factIndex } from './fact-values.js'
import type { FactValues } from './fact-values.js'
import { factSpec } from './facts.js'
import type { Product } from './types.js'

/** A product's cap and limits, prepared for many profiles. Amounts in 万元. */
export type Offer = {
  /** Infinity when no cap is published. */
  readonly capWan: number
  readonly limits: readonly { readonly index: number; readonly times: number; readonly atLeastZero: boolean }[]
}

export function offerOf({ amount }: Pick<Product, 'amount'>): Offer {
  const limits = (amount.limit ?? []).map(({ of, times }) => ({
    index: factIndex(of),
    times,
    atLeastZero: (factSpec(of).min ?? -1) >= 0,
  }))
  return { capWan: amount.maxWan ?? Infinity, limits }
}

/**
 * What a product can lend, in 万元: the least of its cap and its limits. NaN when nothing is published and when
 * a limit rests on a fact that is not known, unless a known bound is already 0, below which no limit can fall.
 */
export function amountOnOffer({ capWan, limits }: Offer, values: FactValues): number {
  let least = capWan
  let open = false
  for (const { index, times, atLeastZero } of limits) {
    const base = values[index]
    if (typeof base === 'number') least = Math.min(least, multiple(times, base))
    else if (!atLeastZero) return NaN
    else open = true
  }
  least = Math.max(0, least)
  return least === Infinity || (open && least > 0) ? NaN : least
}

/** How much of the need the offer covers, 0 to 100 percent; NaN while either is not known. Amounts in 万元. */
export function coverageOfNeed(amountWan: number, needWan: number): number {
  return needWan > 0 ? Math.min(100, (amountWan / needWan) * 100) : NaN
}
