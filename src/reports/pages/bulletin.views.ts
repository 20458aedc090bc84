import { paths } from '../../paths.js'
import {
  chartScale,
  monthBars,
  breakdown,
  byMonth,
  lastOfMonth,
  monthsBetween,
  sinceNewYear,
  yearBefore,
  UNKNOWN_VALUE,
  total,
  periodParams,
  NOT_GREEN,
  growthText,
  isAllUnknown,
  shareText,
  unitOf,
  measureOf,
  type Dimension,
  type Period,
  type Dataset,
  type DimensionNames,
} from '../../statistics/index.js'
import type { BulletinFacts, MonthFigure, ReportMonth } from '../rules/bulletin-facts.js'
import { inCell } from '../rules/bulletin-text.js'

/** The figures of the main table, in its order. */
const SHOWN = [
  ...['requests', 'requested', 'approvals', 'approved', 'loans', 'disbursed', 'borrowers', 'first-loans'],
  ...['balance', 'rate', 'all-in', 'credit-share', 'days', 'coal', 'carbon'],
] as const

/** The list that a figure is made of. */
export const listOf = (id: string, period: Period, more: Readonly<Record<string, string>> = {}): string =>
  `${paths.bureauFigure({ measure: id })}?${new URLSearchParams({ ...periodParams(period), ...more }).toString()}`

/** Every figure beside what it is compared with; each leads to its list. */
export function mainTable({ month, figure }: BulletinFacts) {
  const { period } = month
  return SHOWN.map((id) => {
    const measure = measureOf(id)
    const { now, yearBefore: before, sinceNewYear: since } = figure(id)
    return {
      name: measure.name,
      unit: unitOf(measure),
      now: { text: inCell(id, now), href: listOf(id, period) },
      before: { text: inCell(id, before), href: listOf(id, yearBefore(period)) },
      change: changeOf(id, figure(id)),
      since: measure.time === 'at' ? null : { text: inCell(id, since), href: listOf(id, sinceNewYear(period)) },
      unknown: now.unknown,
    }
  })
}

/** Rates in percentage points, days in days, everything else in percent of what it was. */
function changeOf(id: string, { now, yearBefore: before }: MonthFigure): string {
  const { unit } = measureOf(id)
  if (now.value === null || before.value === null || isAllUnknown(now) || isAllUnknown(before)) return '不计'
  const gap = now.value - before.value
  if (unit === 'bp' || unit === 'share') {
    const points = unit === 'bp' ? gap / 100 : gap * 100
    return Math.abs(points) < 0.005 ? '持平' : `${signed(points, 2)} 个百分点`
  }
  if (unit === 'days') return gap === 0 ? '持平' : `${signed(gap, 0)} 天`
  if (before.value <= 0) return '不计'
  return growthText(now.value / before.value - 1)
    .replace('同比', '')
    .replace('与上年同期持平', '持平')
}

const signed = (value: number, decimals: number) => `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(decimals)}`

/** The twelve months that end with this one, across New Year: money paid out, and owed at the end of each. */
export function trend(dataset: Dataset, { period }: ReportMonth) {
  const last = Math.floor(period.to / 100)
  const months = monthsBetween(last - 100 + (last % 100 === 12 ? 89 : 1), last)
  const drawn = byMonth(measureOf('disbursed'), dataset, months)
  const before = byMonth(
    measureOf('disbursed'),
    dataset,
    months.map((month) => month - 100),
  )
  const size = chartScale(
    true,
    '',
    [...drawn, ...before].map(({ value }) => value),
  )
  const rows = drawn.map(({ month, value }, place) => {
    const stretch = { from: month * 100 + 1, to: Math.min(lastOfMonth(month * 100 + 1), period.to) }
    const name = `${Math.floor(month / 100)}年${month % 100}月`
    return {
      ...{ name, value, before: before[place]?.value ?? 0, href: listOf('disbursed', stretch) },
      drawn: inCell('disbursed', { value }),
      earlier: inCell('disbursed', { value: before[place]?.value ?? 0 }),
      loans: inCell('loans', total(measureOf('loans'), dataset, stretch)),
      balance: inCell('balance', total(measureOf('balance'), dataset, stretch)),
      label: String(month % 100),
    }
  })
  const bars = rows.map(({ label, name, value, before: earlier, drawn: told, href }) => ({
    ...{ label, href, spoken: `${name} ${told} 万元` },
    ...{ value: value ?? 0, before: earlier },
  }))
  return { rows, unit: size.unit, chart: monthBars(bars, size) }
}

const FIELDS = { division: 'division', bank: 'bank', green1: 'green', section: 'section' } as const
type By = keyof typeof FIELDS
const TITLES: readonly (readonly [By, string])[] = [
  ['division', '分师市'],
  ['bank', '分机构'],
  ['green1', '分绿色类别'],
  ['section', '分行业门类'],
]

/** One table a dimension: approved, paid out, owed, and what it costs. Divisions stand there even with nothing. */
export function partTables(
  dataset: Dataset,
  { period }: ReportMonth,
  names: DimensionNames,
  divisions: readonly string[],
) {
  return TITLES.map(([by, title]) =>
    partTable(dataset, period, names, { by, title, all: by === 'division' ? divisions : [] }),
  )
}

type Table = { readonly by: By; readonly title: string; readonly all: readonly string[] }

function partTable(dataset: Dataset, period: Period, names: DimensionNames, { by, title, all }: Table) {
  const parts = (id: string) =>
    new Map(breakdown(measureOf(id), dataset, period, by satisfies Dimension).map((part) => [part.key, part]))
  const [approved, drawn, owed, rates, costs] = [
    parts('approved'),
    parts('disbursed'),
    parts('balance'),
    parts('rate'),
    parts('all-in'),
  ]
  const known = new Set([...drawn.keys(), ...owed.keys(), ...approved.keys(), ...all])
  const keys = [...known].filter((key) => key !== null)
  const rows = [...keys, ...(known.has(null) ? [null] : [])].map((key) => ({
    name: names.nameOf(by, key),
    href: listOf('disbursed', period, { [FIELDS[by]]: key === null ? UNKNOWN_VALUE : key === '' ? NOT_GREEN : key }),
    approved: inCell('approved', { value: approved.get(key)?.value ?? 0 }),
    drawn: inCell('disbursed', { value: drawn.get(key)?.value ?? 0 }),
    share: shareText(drawn.size === 0 ? null : (drawn.get(key)?.share ?? 0)),
    balance: inCell('balance', { value: owed.get(key)?.value ?? 0 }),
    rate: inCell('rate', rates.get(key) ?? { value: null }),
    allIn: inCell('all-in', costs.get(key) ?? { value: null }),
  }))
  const drawnInAll = [...drawn.values()].some(({ share }) => share !== null)
  const whole = (id: string) => inCell(id, total(measureOf(id), dataset, period))
  return {
    ...{ by, title, rows },
    total: {
      ...{
        approved: whole('approved'),
        drawn: whole('disbursed'),
        share: drawnInAll ? '100%' : '不计',
        balance: whole('balance'),
      },
      ...{ rate: whole('rate'), allIn: whole('all-in') },
    },
  }
}
