import { factOf } from './fact-spec.js'
import type { Facts, Product, Score, State } from './types.js'

/**
 * Lower bound of the all-in yearly cost in percent: the lowest published rate plus what the enterprise pays in fees.
 * A fee in percent is paid once and spread over the need's term in years; over one year when the term is shorter or
 * not known. A fee in 万元 is set against the smaller of need and offer, and left out while neither is known.
 * Null when no rate is published. Rounded to 10⁻⁶ percent.
 */
export function yearlyCostPct(product: Product, amountWan: number | null, facts: Facts): number | null {
  const { minPct } = product.rate
  if (minPct === null) return null
  if (product.fees.length === 0) return minPct
  const term = factOf(facts, 'need.termMonths')
  const years = typeof term === 'number' ? Math.max(1, term / 12) : 1
  const need = factOf(facts, 'need.amountWan')
  const lent = Math.min(typeof need === 'number' ? need : Infinity, amountWan ?? Infinity)
  let oncePct = 0
  for (const fee of product.fees) {
    if (fee.payer !== '企业') continue
    if (fee.pct !== undefined) oncePct += fee.pct
    else if (fee.wan !== undefined && lent > 0 && lent < Infinity) oncePct += (fee.wan / lent) * 100
  }
  return Math.round((minPct + oncePct / years) * 1e6) / 1e6
}

/** 1 for a green product whose green class covers the need, 0.5 for any other green product, 0 for the rest. */
export function greenScore(product: Product, greenClass: State | undefined): number {
  if (!product.isGreen) return 0
  return greenClass === 'pass' ? 1 : 0.5
}

/** Every component a product can be ranked by. */
export function scoreOf(
  product: Product,
  facts: Facts,
  offer: { readonly amountWan: number | null; readonly coveragePct: number | null },
  greenClass: State | undefined,
): Score {
  return {
    costPct: yearlyCostPct(product, offer.amountWan, facts),
    days: product.processingDays.value,
    coveragePct: offer.coveragePct,
    green: greenScore(product, greenClass),
  }
}
