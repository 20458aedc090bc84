import type { Period } from './day.js'
import type { Fold, Item, Take } from './fold.js'
import type { Ledger } from './ledger.js'
import type { AnyRow, FlowRow, Keys } from './rows.js'

export type Unit = 'fen' | 'count' | 'bp' | 'share' | 'tce' | 'tonne' | 'days'

/** One figure: what it counts, how, and in which words. The one place where it is computed. */
export type Measure = {
  readonly id: string
  readonly name: string
  readonly unit: Unit
  /** 笔, 户, 家 … for counts. */
  readonly counted: string
  /** What it is, in one or two sentences, for the page of definitions and the cover of exports. */
  readonly definition: string
  readonly fold: Fold
  /** `at`: as things stand at the end of the period; `in`: what happened in it. */
  readonly time: 'in' | 'at'
  /** What makes rows one, for distinct counts. */
  readonly keyOf: (row: AnyRow) => string
  /** The rows that it rests on: as long as they are the same, so is the figure. */
  readonly from: Exclude<keyof Ledger, 'everyFlow'>
  /** Hands over every row that it counts, one by one. */
  readonly visit: (ledger: Ledger, period: Period, take: Take<AnyRow>) => void
}

/** The rows that a figure counts, as its list, for whoever asks what it is made of. */
export function itemsOf({ visit }: Measure, ledger: Ledger, period: Period): readonly Item<AnyRow>[] {
  const items: Item<AnyRow>[] = []
  visit(ledger, period, (row, value, weight) => items.push({ row, value, ...(weight !== undefined && { weight }) }))
  return items
}

/** What is known of the enterprise and the project behind a row. */
export const keysOf = (row: AnyRow | OfLoan): Keys => ('loan' in row ? row.loan : row)

/** What belongs to a loan. */
export type OfLoan = Pick<FlowRow, 'loan'>

/** The bank of a row; a request stands at many. */
export function banksOf(row: AnyRow | OfLoan): readonly string[] {
  if ('bankIds' in row) return row.bankIds
  return ['loan' in row ? row.loan.bankId : row.bankId]
}
