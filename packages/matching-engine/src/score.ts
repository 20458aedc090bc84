import { PASS } from './program.js'
import type { Product } from './types.js'

/** The part of the need that scores use; NaN is not known. */
export type Need = { readonly amountWan: number; readonly termMonths: number }

/** The part of a product that scores use. */
export type Terms = {
  readonly minPct: number | null
  /** Fees that the enterprise pays once, in percent of the amount or in 万元. */
  readonly fees: readonly { readonly pct?: number | null; readonly wan?: number | null }[]
  readonly days: number | null
  readonly isGreen: boolean
}

export function termsOf({ rate, fees, processingDays, isGreen }: Product): Terms {
  const paid = fees.filter(({ payer }) => payer === '企业')
  return { minPct: rate.minPct, fees: paid, days: processingDays.value, isGreen }
}

/**
 * Lower bound of the all-in yearly cost in percent: the lowest published rate plus what the enterprise pays in fees.
 * A fee in percent is paid once and spread over the need's term in years; over one year when the term is shorter or
 * not known. A fee in 万元 is set against the smaller of need and offer, and left out while neither is known. A fee
 * of an amount that is not published is left out too: the bound stays a lower bound, and is shown as 不含未公布的费用.
 * NaN when no rate is published. Rounded to 10⁻⁶ percent where there are fees.
 */
export function yearlyCostPct({ minPct, fees }: Terms, amountWan: number, need: Need): number {
  if (minPct === null) return NaN
  if (fees.length === 0) return minPct
  const years = need.termMonths > 12 ? need.termMonths / 12 : 1
  const lent = Math.min(known(need.amountWan, Infinity), known(amountWan, Infinity))
  let oncePct = 0
  for (const { pct, wan } of fees) {
    if (typeof pct === 'number') oncePct += pct
    else if (typeof wan === 'number' && lent > 0 && lent < Infinity) oncePct += (wan / lent) * 100
  }
  return Math.round((minPct + oncePct / years) * 1e6) / 1e6
}

/**
 * 1 for a green product whose green class covers the need, 0.5 for any other green product, 0 for the rest.
 * `greenClass` is the state of the condition on the green class.
 */
export function greenScore({ isGreen }: Terms, greenClass: number | undefined): number {
  return !isGreen ? 0 : greenClass === PASS ? 1 : 0.5
}

/** The value, or `otherwise` when it is not known (NaN). */
export function known<T>(value: number, otherwise: T): number | T {
  return Number.isNaN(value) ? otherwise : value
}
