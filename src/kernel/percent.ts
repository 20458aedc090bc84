import { roundHalfUp } from './money.js'
import { groupDigits, twoDecimals } from './text.js'

/** A rate in basis points (one hundredth of a percent), always a whole number. */
export type BasisPoints = number

const BP_PER_PERCENT = 100
const BP_PER_ONE = 10_000

/** 3.45 (percent) → 345. Rates are stated to two decimals, a third one is rounded half up. */
export function bpFromPct(pct: number): BasisPoints {
  if (!Number.isFinite(pct)) throw new RangeError(`not a percentage: ${pct}`)
  return roundHalfUp(Number((pct * BP_PER_PERCENT).toPrecision(15)))
}

/** Whether a percentage is a whole number of basis points: a rate that somebody typed is refused rather than rounded. */
export const hasTwoDecimals = (pct: number): boolean => Math.abs(bpFromPct(pct) - pct * BP_PER_PERCENT) <= 1e-6

export function pctFromBp(bp: BasisPoints): number {
  return bp / BP_PER_PERCENT
}

/** 345 → 0.0345, the factor that interest is computed with. */
export function fractionFromBp(bp: BasisPoints): number {
  return bp / BP_PER_ONE
}

/** A rate of interest or cost: always two decimals, `3.40%`. `pct` is in percent. */
export function formatRatePct(pct: number): string {
  if (!Number.isFinite(pct)) throw new RangeError(`not a percentage: ${pct}`)
  return `${twoDecimals(pct)}%`
}

/** A share or ratio: at most two decimals, trailing zeros dropped, `62.5%`. */
export function formatSharePct(pct: number): string {
  return `${groupDigits(pct, 2)}%`
}
