import { addDays, addMonths, partsOf, type LawDate } from '../../kernel/dates.js'

/** A day as the integer YYYYMMDD: small, fast to compare, readable. */
export type Day = number

export function dayOf(date: LawDate): Day {
  const { year, month, day } = partsOf(date)
  return year * 10_000 + month * 100 + day
}

export const dateOf = (day: Day): LawDate => {
  const text = String(day).padStart(8, '0')
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}

const MS_PER_DAY = 86_400_000
const utc = (day: Day) => Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100)

/** Calendar days from one day to another; negative when it is earlier. */
export const daysFrom = (from: Day, to: Day): number => (utc(to) - utc(from)) / MS_PER_DAY

/** A period of days, both ends included. */
export type Period = { readonly from: Day; readonly to: Day }

/** The same period one year earlier. 29 February becomes the 28th; the end of February stays the end of February. */
export function yearBefore({ from, to }: Period): Period {
  const earlier = (day: Day) => dayOf(addMonths(dateOf(day), -12))
  const endsFebruary = (day: Day) => dateOf(day).slice(5, 7) === '02' && addDays(dateOf(day), 1).slice(5) === '03-01'
  const end = earlier(to)
  return { from: earlier(from), to: endsFebruary(to) ? lastOfMonth(end) : end }
}

/** From 1 January of the year in which the period ends. */
export const sinceNewYear = ({ to }: Period): Period => ({ from: Math.floor(to / 10_000) * 10_000 + 101, to })

/** The last day of the month of a day. */
export function lastOfMonth(day: Day): Day {
  const first = `${dateOf(day).slice(0, 7)}-01`
  return dayOf(addDays(addMonths(first, 1), -1))
}

/** The months between two months, both included, as YYYYMM. */
export function monthsBetween(from: number, to: number): readonly number[] {
  const months: number[] = []
  for (let year = Math.floor(from / 100), month = from % 100; year * 100 + month <= to;) {
    months.push(year * 100 + month)
    if (month === 12) [year, month] = [year + 1, 1]
    else month += 1
  }
  return months
}
