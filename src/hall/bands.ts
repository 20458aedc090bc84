import type { Fen } from '../kernel/money.js'
import { wanFromFen } from '../kernel/money.js'

/** A range in words; `below` is not part of it, null has no upper end. */
export type Band = { readonly id: string; readonly text: string; readonly below: number | null }

/** Amounts, in 万元. Wide enough that an amount does not name an enterprise. */
export const AMOUNT_BANDS: readonly Band[] = [
  { id: 'a1', text: '100 万元以下', below: 100 },
  { id: 'a2', text: '100 万至 500 万元', below: 500 },
  { id: 'a3', text: '500 万至 1,000 万元', below: 1000 },
  { id: 'a4', text: '1,000 万至 5,000 万元', below: 5000 },
  { id: 'a5', text: '5,000 万至 1 亿元', below: 10_000 },
  { id: 'a6', text: '1 亿至 5 亿元', below: 50_000 },
  { id: 'a7', text: '5 亿元及以上', below: null },
]

/** Terms, in months; the upper end belongs to the band. */
export const TERM_BANDS: readonly Band[] = [
  { id: 't1', text: '1 年以内（含）', below: 13 },
  { id: 't2', text: '1 至 3 年（含）', below: 37 },
  { id: 't3', text: '3 至 5 年（含）', below: 61 },
  { id: 't4', text: '5 年以上', below: null },
]

const bandIn = (bands: readonly Band[], value: number): Band => {
  const found = bands.find(({ below }) => below === null || value < below)
  if (found === undefined) throw new RangeError(`no band holds ${value}`)
  return found
}

export const amountBand = (fen: Fen): Band => bandIn(AMOUNT_BANDS, wanFromFen(fen))
export const termBand = (months: number): Band => bandIn(TERM_BANDS, months)
