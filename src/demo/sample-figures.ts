/** Numbers that come by chance and yet are the same each time (mulberry32), so that every installation has the same samples. */
export type Chance = {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from the first to the last. */
  between(first: number, last: number): number
  pick<T>(from: readonly T[]): T
  /** True in so many of a hundred cases. */
  percent(of: number): boolean
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (first: number, last: number) => first + Math.floor(next() * (last - first + 1))
  return {
    next,
    between,
    pick: (from) => {
      const one = from[between(0, from.length - 1)]
      if (one === undefined) throw new Error('there is nothing to pick from')
      return one
    },
    percent: (of) => next() * 100 < of,
  }
}

const FEN_PER_WAN = 1_000_000

export type SampleYear = {
  readonly year: number
  readonly revenueFen: number
  readonly assetsFen: number
  readonly liabilitiesFen: number
  readonly taxFen: number
  readonly netProfitFen: number
  readonly rdFen: number
  readonly employees: number
  readonly energyTce: number | null
}

/**
 * Three years of figures that fit together: margins, debts and taxes follow from a revenue that grows or shrinks a
 * little each year. @param revenueWan revenue of the last year, in 万元
 */
export function yearsOf(
  chance: Chance,
  lastYear: number,
  { revenueWan, employees, industrial }: { revenueWan: number; employees: number; industrial: boolean },
): readonly SampleYear[] {
  const growth = 0.94 + chance.next() * 0.2
  const margin = -0.03 + chance.next() * 0.13
  const turnover = 0.6 + chance.next() * 1.2
  const debt = 0.25 + chance.next() * 0.5
  const research = chance.percent(40) ? chance.next() * 0.05 : 0
  const intensity = industrial ? 0.05 + chance.next() * 0.5 : null
  return [0, 1, 2].map((back) => {
    const revenue = revenueWan / growth ** back
    const assets = (revenueWan / turnover) * 0.95 ** back
    return {
      year: lastYear - back,
      revenueFen: fen(revenue),
      assetsFen: fen(assets),
      liabilitiesFen: fen(assets * debt),
      taxFen: fen(revenue * (0.02 + Math.max(0, margin) * 0.2)),
      netProfitFen: fen(revenue * margin),
      rdFen: fen(revenue * research),
      employees: Math.max(1, Math.round(employees * 0.97 ** back)),
      energyTce: intensity === null ? null : Math.round(revenue * intensity),
    }
  })
}

/** 万元 to fen, rounded to a hundred yuan as people report it. */
const fen = (wan: number): number => Math.round(wan * 100) * (FEN_PER_WAN / 100)
