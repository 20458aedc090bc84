import {
  breakdown,
  sinceNewYear,
  yearBefore,
  rowsDuring,
  measureOf,
  total,
  dayOf,
  lastOfMonth,
  type Dimension,
  type Period,
  type Dataset,
  type Measure,
  type Aggregate,
  type Day,
} from '../../statistics/index.js'
import { addMonths, type LawDate } from '../../kernel/dates.js'
import { failed, ok, type Result } from '../../kernel/result.js'

/** A month that a bulletin is about. */
export type ReportMonth = {
  /** As an address names it: `2026-10`. */
  readonly key: string
  readonly year: number
  /** 1 … 12. */
  readonly month: number
  readonly period: Period
  /** False while the month is not over: the period then ends today. */
  readonly whole: boolean
}

/** Nothing was kept before this month. */
const FIRST = '2020-01'

/** The month of an address; without one, the last that is over. A fault is a sentence. */
export function readMonth(text: string | undefined, today: LawDate): Result<ReportMonth> {
  const asked = text?.trim() ?? ''
  const key = asked === '' ? addMonths(`${today.slice(0, 7)}-01`, -1).slice(0, 7) : asked
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(key)) return failed('月份请写成 2026-10 的样子')
  if (key > today.slice(0, 7)) return failed('这个月还没有到，请选择本月或以前的月份')
  if (key < FIRST) return failed('最早可以编制 2020-01 的月报')
  const from = dayOf(`${key}-01`)
  const last = lastOfMonth(from)
  const end = Math.min(last, dayOf(today))
  const [year, month] = [Math.floor(from / 10_000), Math.floor(from / 100) % 100]
  return ok({ key, year, month, period: { from, to: end }, whole: last < dayOf(today) || last === end })
}

/** The month before a period of one month, whole. */
export function monthBefore({ from }: Period): Period {
  const last: Day = lastOfMonth(from % 10_000 === 101 ? from - 8900 : from - 100)
  return { from: Math.floor(last / 100) * 100 + 1, to: last }
}

/** A figure of the month with everything it may be compared with. */
export type MonthFigure = {
  readonly now: Aggregate
  /** The same month a year earlier. */
  readonly yearBefore: Aggregate
  /** The month before, or the end of it. */
  readonly monthBefore: Aggregate
  readonly sinceNewYear: Aggregate
  /** The same stretch a year earlier: from its New Year to the same day. */
  readonly sinceNewYearBefore: Aggregate
}

/** The greatest part of a figure; several names where they are equal. */
export type LeadingPart = { readonly keys: readonly string[]; readonly value: number; readonly share: number }

/** Everything that the sentences of a bulletin tell, and nothing else: they are made from this alone. */
export type BulletinFacts = {
  readonly month: ReportMonth
  readonly figure: (id: string) => MonthFigure
  /** Requests of the month that were taken back since, from every bank. */
  readonly withdrawn: number
  readonly leading: Readonly<Record<'division' | 'bank' | 'green1' | 'section', LeadingPart | null>>
}

export function bulletinFacts(dataset: Dataset, month: ReportMonth): BulletinFacts {
  const { period } = month
  const leading = (by: Dimension) => leadingPart(dataset, period, by)
  const figures = new Map<string, MonthFigure>()
  return {
    month,
    figure: (id) => {
      const found = figures.get(id) ?? monthFigure(measureOf(id), dataset, period)
      figures.set(id, found)
      return found
    },
    withdrawn: withdrawnIn(dataset, period),
    leading: {
      division: leading('division'),
      bank: leading('bank'),
      green1: leading('green1'),
      section: leading('section'),
    },
  }
}

function monthFigure(measure: Measure, dataset: Dataset, period: Period): MonthFigure {
  const of = (stretch: Period) => total(measure, dataset, stretch)
  const since = sinceNewYear(period)
  return {
    now: of(period),
    yearBefore: of(yearBefore(period)),
    monthBefore: of(monthBefore(period)),
    sinceNewYear: of(since),
    sinceNewYearBefore: of(yearBefore(since)),
  }
}

/** Where most was paid out. What is not known, or not green, leads nothing. */
function leadingPart(dataset: Dataset, period: Period, by: Dimension): LeadingPart | null {
  const parts = breakdown(measureOf('disbursed'), dataset, period, by).flatMap(({ key, value, share }) =>
    key === null || key === '' || value === null || value <= 0 || share === null ? [] : [{ key, value, share }],
  )
  const most = Math.max(0, ...parts.map(({ value }) => value))
  const first = parts.filter(({ value }) => value === most)
  const [one] = first
  return one === undefined ? null : { keys: first.map(({ key }) => key), value: most, share: one.share }
}

function withdrawnIn({ requests, cases }: Dataset, period: Period): number {
  const own = new Map(rowsDuring(requests, ({ day }) => day, period).map(({ id, hallState }) => [id, [hallState]]))
  for (const { requestId, state } of cases) own.get(requestId)?.push(state)
  return [...own.values()].filter((all) => {
    const states = all.filter((state) => state !== null)
    return states.length > 0 && states.every((state) => state === 'withdrawn')
  }).length
}
