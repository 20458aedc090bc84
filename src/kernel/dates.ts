/**
 * Dates of law: calendar days without a time, written `YYYY-MM-DD` (they sort as text). Instants are `Date` and
 * become a date of law only through `todayIn`.
 */
export type LawDate = string

export const CHINA_TIME_ZONE = 'Asia/Shanghai'

const MS_PER_DAY = 86_400_000
const SHAPE = /^\d{4}-\d{2}-\d{2}$/

type Parts = { readonly year: number; readonly month: number; readonly day: number }

/** True for a day that exists: `2024-02-29` yes, `2026-02-29` and `2026-1-5` no. */
export function isLawDate(text: string): text is LawDate {
  return read(text) !== null
}

function read(text: string): Parts | null {
  if (!SHAPE.test(text)) return null
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const lastDay = month >= 1 && month <= 12 ? daysInMonth(year, month) : 0
  return year >= 1 && day >= 1 && day <= lastDay ? { year, month, day } : null
}

/** The parts of a date of law. @throws RangeError when there is no such day. */
export function partsOf(date: LawDate): Parts {
  const parts = read(date)
  if (parts === null) throw new RangeError(`not a date of the form YYYY-MM-DD: ${date}`)
  return parts
}

function daysInMonth(year: number, month: number): number {
  return [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** The calendar day that `now` falls on in a time zone; for the law of this portal that is `Asia/Shanghai`. */
export function todayIn(timeZone: string, now: Date): LawDate {
  const parts = formatIn(timeZone)
    .formatToParts(now)
    .map(({ type, value }) => [type, value] as const)
  const part = new Map(parts)
  return `${(part.get('year') ?? '').padStart(4, '0')}-${part.get('month') ?? ''}-${part.get('day') ?? ''}`
}

/** China has kept one time all year since the summer of 1991. */
const ONE_TIME_SINCE = Date.UTC(1992, 0, 1)
const LAST_OF_FOUR_DIGITS = Date.UTC(9999, 11, 31)
const CHINA_AHEAD_MS = 8 * 3_600_000

/** The day in China of an instant: the day of law wherever this portal asks for one. */
export function chinaDay(at: Date): LawDate {
  const ms = at.getTime()
  // By arithmetic where that is the same: figures ask it of every record.
  const sameAllYear = ms >= ONE_TIME_SINCE && ms < LAST_OF_FOUR_DIGITS
  return sameAllYear ? new Date(ms + CHINA_AHEAD_MS).toISOString().slice(0, 10) : todayIn(CHINA_TIME_ZONE, at)
}

/** The instant at which a day begins in China, which keeps one time all year. */
export const chinaMidnight = (day: LawDate): Date => new Date(`${day}T00:00:00+08:00`)

/** Making a format costs a hundred times what a use of it does. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format
}

/** `2026-11-22` → `2026年11月22日`. @throws RangeError when there is no such day. */
export function formatDate(date: LawDate): string {
  const { year, month, day } = partsOf(date)
  return `${year}年${month}月${day}日`
}

/** The day `days` later (earlier when negative). */
export function addDays(date: LawDate, days: number): LawDate {
  const day = partsOf(date).day + days
  // Within the days that every month has, only the day changes: clocks walk day by day.
  if (day >= 1 && day <= 28 && Number.isInteger(days)) return date.slice(0, 8) + String(day).padStart(2, '0')
  return new Date(utc(date) + days * MS_PER_DAY).toISOString().slice(0, 10)
}

/** Days from the first date to the second, negative when the second is earlier. */
export function daysBetween(from: LawDate, to: LawDate): number {
  return (utc(to) - utc(from)) / MS_PER_DAY
}

/** The same day `months` later; the last day of the month where it has no such day (31 January → 28 February). */
export function addMonths(date: LawDate, months: number): LawDate {
  const { year, month, day } = partsOf(date)
  const index = year * 12 + (month - 1) + months
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1]
  const toDay = Math.min(day, daysInMonth(toYear, toMonth))
  return [String(toYear).padStart(4, '0'), String(toMonth).padStart(2, '0'), String(toDay).padStart(2, '0')].join('-')
}

/** Whole months that have gone by from one date to the other (0 when `to` is earlier). */
export function wholeMonthsBetween(from: LawDate, to: LawDate): number {
  const [start, end] = [partsOf(from), partsOf(to)]
  const months = (end.year - start.year) * 12 + end.month - start.month
  const reached = addMonths(from, Math.max(0, months)) <= to
  return Math.max(0, reached ? months : months - 1)
}

/** Whole years that have gone by, as `enterprise.yearsInOperation` counts them. */
export function wholeYearsBetween(from: LawDate, to: LawDate): number {
  return Math.floor(wholeMonthsBetween(from, to) / 12)
}

function utc(date: LawDate): number {
  const { year, month, day } = partsOf(date)
  return new Date(0).setUTCFullYear(year, month - 1, day)
}
