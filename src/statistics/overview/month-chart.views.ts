import { monthBars } from './charts.js'
import { dayOf, lastOfMonth, monthsBetween, yearBefore, type Period } from '../rows/day.js'
import { total } from '../figures/totals.js'
import type { FigureFilter } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import { isAllUnknown } from '../figures/figure-text.js'
import { figureListHref } from './overview.views.js'
import { chartScaleOf, barText } from './breakdown.views.js'

/** Months that fit beside each other on a phone. */
const MOST_MONTHS = 12

/**
 * The months of the period, each with what of it lies in the period, beside the same days a year earlier: so that the
 * bars add up to the figure. Of the current year all twelve months are there, of a longer stretch the last twelve.
 * @param toList where the list behind a month is
 */
export function monthChart(
  figures: Pick<FiguresContext, 'filtered' | 'filter' | 'today'>,
  toList: (period: Period) => string = (stretch) => figureListHref(figures, figures.filter.measure, stretch),
) {
  const { filtered, filter, today } = figures
  const { measure } = filter
  const shown = monthsOf(filter)
  const told = shown.map((month) => {
    const stretch = within(month, filter.period)
    const earlier = yearBefore(stretch)
    return {
      month,
      stretch,
      earlier,
      now: total(measure, filtered, stretch),
      before: total(measure, filtered, earlier),
    }
  })
  const size = chartScaleOf(
    measure,
    told.flatMap(({ now, before }) => [now.value, before.value]),
  )
  const years = [...new Set(shown.map((month) => Math.floor(month / 100)))]
  const year = years.length === 1 ? years[0] : undefined
  const months = told.map(({ month, stretch, earlier, now, before }) => {
    const came = month * 100 < dayOf(today) && now.value !== null
    const text = came ? barText(size, now) : month * 100 < dayOf(today) ? '无' : '未到'
    const name = `${Math.floor(month / 100)}年${month % 100}月`
    return {
      label: String(month % 100),
      value: came && !isAllUnknown(now) ? now.value : null,
      before: isAllUnknown(before) ? null : before.value,
      spoken: `${name} ${!came || isAllUnknown(now) ? text : `${text} ${size.unit}`}`,
      href: toList(stretch),
      row: {
        label: year === undefined ? name : `${month % 100}月`,
        now: text,
        before: before.value === null ? '无' : barText(size, before),
        href: toList(stretch),
        beforeHref: toList(earlier),
      },
    }
  })
  return {
    name: year === undefined ? '本期' : `${year}年`,
    nameBefore: year === undefined ? '上年同期' : `${year - 1}年同期`,
    /** Whether the period is longer than what is shown of it. */
    cut: Math.floor(filter.period.from / 100) < (shown[0] ?? 0),
    unit: size.unit,
    chart: monthBars(months, size),
    rows: months.map(({ row }) => row),
  }
}

function monthsOf({ preset, period }: FigureFilter): readonly number[] {
  const year = Math.floor(period.to / 10_000)
  if (preset === 'year') return monthsBetween(year * 100 + 1, year * 100 + 12)
  // Of a period of a thousand years only the end is shown: no need to list its months.
  const first = Math.max(Math.floor(period.from / 100), (year - 2) * 100 + 1)
  return monthsBetween(first, Math.floor(period.to / 100)).slice(-MOST_MONTHS)
}

/** What of a month lies in a period; all of it, where the month is still to come. */
function within(month: number, { from, to }: Period): Period {
  const whole = { from: month * 100 + 1, to: lastOfMonth(month * 100 + 1) }
  if (whole.from > to) return whole
  return { from: Math.max(whole.from, from), to: Math.min(whole.to, to) }
}
