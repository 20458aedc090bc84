import { factOf } from './fact-spec.js'
import type { Facts } from './types.js'

/** One line of the size bands: the tiers' lower bounds per indicator, in persons and 万元. */
export type SizeBand = {
  readonly group: string
  readonly gbt4754: {
    readonly sections?: readonly string[]
    readonly divisions?: readonly string[]
    readonly groups?: readonly string[]
    readonly classes?: readonly string[]
  }
  readonly indicators: Readonly<Partial<Record<Indicator, Tiers>>>
}
export type Indicator = 'employees' | 'revenue_wan' | 'assets_wan'
type Tiers = { readonly large_min: number; readonly medium_min: number; readonly small_min: number }

const FACT_OF = {
  employees: 'enterprise.employees',
  revenue_wan: 'enterprise.annualRevenueWan',
  assets_wan: 'enterprise.totalAssetsWan',
} as const satisfies Record<Indicator, string>

const INDICATORS = Object.keys(FACT_OF) as readonly Indicator[]
const CLASSES = ['微型', '小型', '中型', '大型'] as const

/** First and last division of each section. Source: GB/T 4754-2017. */
const SECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  A: [1, 5], B: [6, 12], C: [13, 43], D: [44, 46], E: [47, 50], F: [51, 52], G: [53, 60], H: [61, 62], I: [63, 65],
  J: [66, 69], K: [70, 70], L: [71, 72], M: [73, 75], N: [76, 79], O: [80, 82], P: [83, 83], Q: [84, 85], R: [86, 90],
  S: [91, 96], T: [97, 97],
} // prettier-ignore

/** The band an industry class belongs to; undefined when the measure does not cover it (finance, schools …). */
export function bandOf(industry: string, bands: readonly SizeBand[]): SizeBand | undefined {
  const division = Number(industry.slice(0, 2))
  return bands.find(({ gbt4754 }) => {
    const codes = [...(gbt4754.classes ?? []), ...(gbt4754.groups ?? []), ...(gbt4754.divisions ?? [])]
    if (codes.some((code) => industry.startsWith(code))) return true
    return (gbt4754.sections ?? []).some((letter) => {
      const [first, last] = SECTIONS[letter] ?? [1, 0]
      return division >= first && division <= last
    })
  })
}

/** The facts a band uses, with the lower bounds of its tiers, lowest first. */
export function thresholdsOf(band: SizeBand): readonly { readonly fact: string; readonly bounds: readonly number[] }[] {
  return INDICATORS.flatMap((indicator) => {
    const tiers = band.indicators[indicator]
    return tiers ? [{ fact: FACT_OF[indicator], bounds: [tiers.small_min, tiers.medium_min, tiers.large_min] }] : []
  })
}

/**
 * 企业划型: the lowest tier reached by any one indicator of the industry's band. Undefined while indicators are missing:
 * one indicator below the bound of small is enough for 微型, every other class needs all of them.
 * Source: 统计上大中小微型企业划分办法（2017）.
 */
export function sizeClassOf(facts: Facts, bands: readonly SizeBand[]): string | undefined {
  const industry = factOf(facts, 'enterprise.industry')
  const band = typeof industry === 'string' ? bandOf(industry, bands) : undefined
  if (band === undefined) return undefined
  let tier = CLASSES.length - 1
  let complete = true
  for (const { fact, bounds } of thresholdsOf(band)) {
    const value = factOf(facts, fact)
    if (typeof value === 'number') tier = Math.min(tier, bounds.filter((bound) => value >= bound).length)
    else complete = false
  }
  return tier === 0 || complete ? CLASSES[tier] : undefined
}
