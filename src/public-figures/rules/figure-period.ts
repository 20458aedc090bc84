import type { LawDate } from '../../kernel/dates.js'
import { toHalfWidth } from '../../kernel/text.js'
import { failed, ok, type Result } from '../../kernel/result.js'

/** A calendar year, a quarter of one, or several whole years that a source states together. */
export type FigurePeriod =
  | { readonly kind: 'year'; readonly year: number }
  | { readonly kind: 'quarter'; readonly year: number; readonly quarter: 1 | 2 | 3 | 4 }
  | { readonly kind: 'years'; readonly from: number; readonly to: number }

/** One text for one period: it sorts with the latest year last, and is what the database keys by. Undated is ''. */
export function periodKey(period: FigurePeriod | null): string {
  if (period === null) return ''
  if (period.kind === 'year') return String(period.year)
  if (period.kind === 'quarter') return `${period.year}Q${period.quarter}`
  return `${period.from}-${period.to}`
}

/** The period of a key. @throws Error for a text that is none. */
export function periodOfKey(key: string): FigurePeriod | null {
  if (key === '') return null
  const read = parsePeriod(key)
  if (!read.ok || read.value === null) throw new Error(`not a period: ${key}`)
  return read.value
}

/** `2024年`, `2024年第3季度`, `2022—2024年`; 未注明时点 where the source names none. */
export function periodText(period: FigurePeriod | null): string {
  if (period === null) return '未注明时点'
  if (period.kind === 'year') return `${period.year}年`
  if (period.kind === 'quarter') return `${period.year}年第${period.quarter}季度`
  return `${period.from}—${period.to}年`
}

const QUARTERS: Readonly<Record<string, 1 | 2 | 3 | 4>> = { 1: 1, 2: 2, 3: 3, 4: 4, 一: 1, 二: 2, 三: 3, 四: 4 }
const FIRST_YEAR = 1990
const WRITTEN = '请写成 2024年、2024年第3季度 或 2022-2024年，没有注明时点的留空'

/** Reads a period as people write it; empty is null, for a source that names none. The error is a Chinese sentence. */
export function parsePeriod(text: string): Result<FigurePeriod | null> {
  const plain = toHalfWidth(text).replace(/\s/g, '').toUpperCase()
  if (plain === '') return ok(null)
  const year = /^(\d{4})年?度?$/.exec(plain)
  if (year) return within({ kind: 'year', year: Number(year[1]) })
  const quarter = /^(\d{4})年?(?:Q([1-4])|第?([1-4一二三四])季度)$/.exec(plain)
  if (quarter) {
    const which = QUARTERS[quarter[2] ?? quarter[3] ?? '']
    if (which !== undefined) return within({ kind: 'quarter', year: Number(quarter[1]), quarter: which })
  }
  const span = /^(\d{4})年?[-—–~至到]+(\d{4})年?$/.exec(plain)
  if (!span) return failed(`期间“${text.trim().slice(0, 20)}”认不出来，${WRITTEN}`)
  const [from, to] = [Number(span[1]), Number(span[2])]
  return from < to ? within({ kind: 'years', from, to }) : failed('期间的起止年份颠倒或相同，请核对')
}

function within(period: FigurePeriod): Result<FigurePeriod> {
  const first = period.kind === 'years' ? period.from : period.year
  return first < FIRST_YEAR ? failed(`期间早于 ${FIRST_YEAR} 年，请核对`) : ok(period)
}

/** The first day of a period, to tell one that has not begun. */
export function firstDayOf(period: FigurePeriod): LawDate {
  if (period.kind === 'quarter') return `${period.year}-${String(period.quarter * 3 - 2).padStart(2, '0')}-01`
  return `${period.kind === 'year' ? period.year : period.from}-01-01`
}

/** The year or quarter that a span of days is, or null when it is neither: only like is shown beside like. */
export function periodBetween(from: LawDate, until: LawDate): FigurePeriod | null {
  const year = Number(from.slice(0, 4))
  if (from.slice(4) === '-01-01' && until === `${from.slice(0, 4)}-12-31`) return { kind: 'year', year }
  const ends = ['03-31', '06-30', '09-30', '12-31'] as const
  for (const quarter of [1, 2, 3, 4] as const) {
    const period = { kind: 'quarter', year, quarter } as const
    if (firstDayOf(period) === from && until === `${from.slice(0, 4)}-${ends[quarter - 1] ?? ''}`) return period
  }
  return null
}
