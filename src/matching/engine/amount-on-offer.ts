import { multiple } from './evaluate.js'
import { findFactSpec } from './facts.js'
import type { Facts, Product } from './types.js'

const NO_LIMIT: NonNullable<Product['amount']['limit']> = []

/**
 * What a product can lend, in 万元: the least of its cap and its limits. Null when nothing is published and when
 * a limit rests on a fact that is not known, unless a known bound is already 0, below which no limit can fall.
 */
export function amountOnOffer(product: Pick<Product, 'amount'>, facts: Facts): number | null {
  let least = product.amount.maxWan ?? Infinity
  let open = false
  for (const limit of product.amount.limit ?? NO_LIMIT) {
    const base = facts[limit.of]
    if (typeof base === 'number') least = Math.min(least, multiple(limit.times, base))
    else if ((findFactSpec(limit.of)?.min ?? -1) < 0) return null
    else open = true
  }
  least = Math.max(0, least)
  if (least === Infinity || (open && least > 0)) return null
  return least
}

/** How much of the need the offer covers, 0 to 100 percent; null while either is not known. */
export function coverageOfNeed(amountWan: number | null, facts: Facts): number | null {
  const need = facts['need.amountWan']
  if (amountWan === null || typeof need !== 'number' || need <= 0) return null
  return Math.min(100, (amountWan / need) * 100)
}
