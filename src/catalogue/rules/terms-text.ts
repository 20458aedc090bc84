import { formatExactWan, formatWan } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import type { Basis, Product } from '@lueqiao/matching-engine'

/** A term as a page shows it: its text, the exact figure where the text is shortened, and its basis. */
export type TermText = {
  /** null is 未公布. */
  readonly text: string | null
  readonly exact: string | null
  readonly basis: Basis | null
}

const unpublished: TermText = { text: null, exact: null, basis: null }

const term = (text: string | null, basis: Basis, exact: string | null = null): TermText =>
  text === null ? unpublished : { text, exact: exact === text ? null : exact, basis }

/** 24 → 2 年, 18 → 18 个月. */
export const monthsText = (months: number): string => (months % 12 === 0 ? `${months / 12} 年` : `${months} 个月`)

export function maxAmountText({ amount }: Product): TermText {
  return amount.maxWan === null
    ? unpublished
    : term(formatWan(amount.maxWan), amount.basis, formatExactWan(amount.maxWan))
}

export function minAmountText({ amount }: Product): TermText {
  return amount.minWan === null
    ? unpublished
    : term(formatWan(amount.minWan), amount.basis, formatExactWan(amount.minWan))
}

export const maxTermText = ({ term: { maxMonths, basis } }: Product): TermText =>
  term(maxMonths === null ? null : monthsText(maxMonths), basis)

export const minTermText = ({ term: { minMonths, basis } }: Product): TermText =>
  term(minMonths === null ? null : monthsText(minMonths), basis)

/** 2.90%–3.60%, 3.10% 起, 不高于 4.35%, or null when neither end is known. */
export function rateText({ rate: { minPct, maxPct, basis } }: Product): TermText {
  if (minPct === null && maxPct === null) return unpublished
  if (minPct === null) return term(`不高于 ${formatRatePct(maxPct ?? 0)}`, basis)
  if (maxPct === null) return term(`${formatRatePct(minPct)} 起`, basis)
  return term(minPct === maxPct ? formatRatePct(minPct) : `${formatRatePct(minPct)}–${formatRatePct(maxPct)}`, basis)
}

export const processingText = ({ processingDays: { value, basis } }: Product): TermText =>
  term(value === null ? null : `${value} 个工作日`, basis)

/** A date as far as it is known: 2023, 2023-06 or 2023-06-10; null gives 日期不详. */
export function sourceDateText(asOf: string | null): string {
  const [year, month, day] = (asOf ?? '').split('-')
  if (!year) return '日期不详'
  const parts = [`${year}年`, month ? `${Number(month)}月` : '', day ? `${Number(day)}日` : '']
  return parts.join('')
}
