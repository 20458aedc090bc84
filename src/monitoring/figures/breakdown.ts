import type { Period } from './day.js'
import { fold, type Folded, type Item } from './fold.js'
import { itemsOf, numberOf } from './kept.js'
import { banksOf, keysOf, type Measure } from './measure.js'
import type { Ledger } from './ledger.js'
import type { AnyRow } from './rows.js'

/** What a figure is split by. Green classes go by level: 1, 2 or 3 segments of the code. */
export const DIMENSIONS = ['bank', 'division', 'section', 'size', 'green1', 'green2', 'green3', 'purpose'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export type Part = Folded & {
  /** Null: not known. The empty text among green classes: not green. */
  readonly key: string | null
  /** Share of the whole; null where shares make no sense or the whole is 0. */
  readonly share: number | null
}

/**
 * A figure split by a dimension, the greatest part first and what is not known last. Sums and counts add up to the
 * whole; distinct counts need not, where one enterprise falls into several parts, and neither do means. A request that
 * stands at several banks is in the part of each.
 */
export function breakdown(measure: Measure, ledger: Ledger, period: Period, by: Dimension): readonly Part[] {
  const groups = new Map<string | null, Item<AnyRow>[]>()
  const items = itemsOf(measure, ledger, period)
  for (const item of items) {
    for (const key of keysBy(by, item.row)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  const additive = measure.fold === 'sum' || measure.fold === 'count'
  const whole = additive ? (fold(measure.fold, items, measure.keyOf).value ?? 0) : 0
  return [...groups]
    .map(([key, group]) => {
      const folded = fold(measure.fold, group, measure.keyOf)
      return { ...folded, key, share: whole === 0 || folded.value === null ? null : folded.value / whole }
    })
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || (b.value ?? -1) - (a.value ?? -1))
}

function keysBy(by: Dimension, row: AnyRow): readonly (string | null)[] {
  const keys = keysOf(row)
  switch (by) {
    case 'bank':
      return banksOf(row)
    case 'green1':
      return [greenAt(keys.green, 1)]
    case 'green2':
      return [greenAt(keys.green, 2)]
    case 'green3':
      return [greenAt(keys.green, 3)]
    case 'division':
    case 'section':
    case 'size':
    case 'purpose':
      return [keys[by]]
  }
}

/** A class cut to a level; one that was given less precisely stays as it is. */
const greenAt = (code: string | null, level: number): string | null =>
  code === null ? null : code.split('.').slice(0, level).join('.')

/** A figure month by month, months without a row included. */
export function byMonth(
  measure: Measure,
  ledger: Ledger,
  months: readonly number[],
): readonly (Folded & { readonly month: number })[] {
  return months.map((month) => {
    const period = { from: month * 100 + 1, to: month * 100 + 31 }
    return { month, ...numberOf(measure, ledger, period) }
  })
}
