import { sinceNewYear, yearBefore, type Period } from './day.js'
import type { Folded } from './fold.js'
import { numberOf } from './kept.js'
import type { Measure } from './measure.js'
import type { Ledger } from './ledger.js'

/** One figure of one period. */
export function total(measure: Measure, ledger: Ledger, period: Period): Folded {
  return numberOf(measure, ledger, period)
}

/** A figure with what it is compared with. */
export type Compared = {
  readonly measure: Measure
  readonly now: Folded
  /** The same stretch one year earlier. */
  readonly yearBefore: Folded
  /** Since the start of the year; of a figure as things stand, the same as `now`. */
  readonly sinceNewYear: Folded
  /** (now − before) ÷ before; null where nothing was there to compare with. */
  readonly growth: number | null
}

export function compared(measure: Measure, ledger: Ledger, period: Period): Compared {
  const now = total(measure, ledger, period)
  const before = total(measure, ledger, yearBefore(period))
  return {
    measure,
    now,
    yearBefore: before,
    sinceNewYear: measure.time === 'at' ? now : total(measure, ledger, sinceNewYear(period)),
    growth: now.value === null || before.value === null || before.value === 0 ? null : now.value / before.value - 1,
  }
}
