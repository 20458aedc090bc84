import chineseDays from 'chinese-days'
import { addDays, partsOf, type LawDate } from './dates.js'

/**
 * 工作日 by the calendar that the State Council publishes each autumn for the year to come (国务院办公厅关于
 * 部分节假日安排的通知), with make-up working days on weekends. The package chinese-days carries it for the years
 * below; raise the last year together with the package.
 */
const CALENDAR_YEARS = { first: 2004, last: 2026 } as const

/**
 * Days off by law whatever the yearly notice says (全国年节及纪念日放假办法, as in force from 2025); the festivals
 * of the lunar calendar are missing, and so are make-up days, which is why such an answer is provisional.
 */
const FIXED_HOLIDAYS = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

/** A date counted in working days. `provisional`: part of the way lies in a year with no published calendar. */
export type WorkingDate = { readonly date: LawDate; readonly provisional: boolean }
export type WorkingDayCount = { readonly days: number; readonly provisional: boolean }

/** Whether the official calendar of that day's year is known here. */
export function calendarCovers(date: LawDate): boolean {
  const { year } = partsOf(date)
  return year >= CALENDAR_YEARS.first && year <= CALENDAR_YEARS.last
}

/** What the package answered; the years of the calendar bound it. It takes long enough to be asked once a day. */
const official = new Map<LawDate, boolean>()

/**
 * Whether work is done on that day in China. Outside `CALENDAR_YEARS` this is a best guess (Monday to Friday, less
 * the holidays fixed to a date): ask `calendarCovers` before promising it to anyone.
 */
export function isWorkingDay(date: LawDate): boolean {
  const before = official.get(date)
  if (before !== undefined) return before
  const { year, month, day } = partsOf(date)
  if (calendarCovers(date)) {
    // The package reads a Date in local time, so noon of the local day gives the same answer in every time zone.
    const answer = chineseDays.isWorkday(new Date(year, month - 1, day, 12))
    official.set(date, answer)
    return answer
  }
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  return weekday >= 1 && weekday <= 5 && !FIXED_HOLIDAYS.has(date.slice(5))
}

/**
 * The day on which `count` working days have gone by; the day itself is not counted (《民法典》第二百零一条). With 0
 * it is the day itself, or the next working day.
 * @throws RangeError for a negative or fractional count.
 */
export function addWorkingDays(from: LawDate, count: number): WorkingDate {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a number of working days: ${count}`)
  let date = from
  let provisional = !calendarCovers(from)
  let left = count
  while (left > 0 || !isWorkingDay(date)) {
    date = addDays(date, 1)
    provisional ||= !calendarCovers(date)
    if (isWorkingDay(date)) left = Math.max(0, left - 1)
  }
  return { date, provisional }
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(from: LawDate, to: LawDate): WorkingDayCount {
  let days = 0
  let provisional = !calendarCovers(from) || !calendarCovers(to)
  for (let date = from; date < to;) {
    date = addDays(date, 1)
    provisional ||= !calendarCovers(date)
    if (isWorkingDay(date)) days += 1
  }
  return { days, provisional }
}
