import { utcTime } from './zone.js'

const DAY = 86_400_000

/** What a wall clock and a calendar show at a local time (ms that read as UTC). */
export type CalendarParts = {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  millisecond: number
  /** 1 is Sunday. */
  dayOfWeek: number
  dayOfYear: number
  /** Weeks from the first Sunday on; days before it are in week 0. */
  week: number
  isoWeek: number
  isoWeekYear: number
  /** 1 is Monday. */
  isoDayOfWeek: number
}

/** Whole days since 1970. */
export function dayNumber(local: number): number {
  return Math.floor(local / DAY)
}

export function calendarParts(local: number): CalendarParts {
  const date = new Date(local)
  const year = date.getUTCFullYear()
  const dayOfYear = dayNumber(local) - dayNumber(utcTime(year, 1, 1, 0, 0, 0, 0)) + 1
  const weekday = date.getUTCDay()
  const isoDayOfWeek = weekday === 0 ? 7 : weekday
  // The Thursday of a week decides which year the week belongs to.
  const thursday = (dayNumber(local) + 4 - isoDayOfWeek) * DAY
  const isoWeekYear = new Date(thursday).getUTCFullYear()
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfWeek: weekday + 1,
    dayOfYear,
    week: Math.floor((dayOfYear - 1 + 7 - weekday) / 7),
    isoWeek: Math.floor((dayNumber(thursday) - dayNumber(utcTime(isoWeekYear, 1, 1, 0, 0, 0, 0))) / 7) + 1,
    isoWeekYear,
    isoDayOfWeek,
  }
}

/** Moves a local time by months; the day is cut to the length of the month it ends in. */
export function addMonths(local: number, months: number): number {
  const date = new Date(local)
  const first = utcTime(date.getUTCFullYear(), date.getUTCMonth() + 1 + months, 1, 0, 0, 0, 0)
  const next = new Date(first)
  const length = dayNumber(utcTime(next.getUTCFullYear(), next.getUTCMonth() + 2, 1, 0, 0, 0, 0)) - dayNumber(first)
  const timeOfDay = local - dayNumber(local) * DAY
  return first + (Math.min(date.getUTCDate(), length) - 1) * DAY + timeOfDay
}
