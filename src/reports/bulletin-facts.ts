import { breakdown, type Dimension } from '../statistics/index.js'
import { sinceNewYear, yearBefore, type Period } from '../statistics/index.js'
import { rowsDuring, type Dataset } from '../statistics/index.js'
import type { Measure } from '../statistics/index.js'
import { findMeasure } from '../statistics/index.js'
import { total } from '../statistics/index.js'
import type { Aggregate } from '../statistics/index.js'
import { monthBefore, type ReportMonth } from './report-month.js'

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
export type Leading = { readonly keys: readonly string[]; readonly value: number; readonly share: number }

/** Everything that the sentences of a bulletin tell, and nothing else: they are made from this alone. */
export type BulletinFacts = {
  readonly month: ReportMonth
  readonly figure: (id: string) => MonthFigure
  /** Requests of the month that were taken back since, from every bank. */
  readonly withdrawn: number
  readonly leading: Readonly<Record<'division' | 'bank' | 'green1' | 'section', Leading | null>>
}

/** @throws RangeError when no figure has that id: a mistake of the program. */
export function measureOf(id: string): Measure {
  const measure = findMeasure(id)
  if (measure === undefined) throw new RangeError(`no figure is called ${id}`)
  return measure
}

export function bulletinFacts(ledger: Dataset, month: ReportMonth): BulletinFacts {
  const { period } = month
  const leading = (by: Dimension) => leadingPart(ledger, period, by)
  const figures = new Map<string, MonthFigure>()
  return {
    month,
    figure: (id) => {
      const found = figures.get(id) ?? monthFigure(measureOf(id), ledger, period)
      figures.set(id, found)
      return found
    },
    withdrawn: withdrawnIn(ledger, period),
    leading: {
      division: leading('division'),
      bank: leading('bank'),
      green1: leading('green1'),
      section: leading('section'),
    },
  }
}

function monthFigure(measure: Measure, ledger: Dataset, period: Period): MonthFigure {
  const of = (stretch: Period) => total(measure, ledger, stretch)
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
function leadingPart(ledger: Dataset, period: Period, by: Dimension): Leading | null {
  const parts = breakdown(measureOf('disbursed'), ledger, period, by).flatMap(({ key, value, share }) =>
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
