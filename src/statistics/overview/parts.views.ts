import { paths } from '../../paths.js'
import { chartSize, type ChartSize } from '../charts/chart-size.js'
import { rowBars } from '../charts/row-bars.js'
import { breakdown, type Dimension } from '../figures/breakdown.js'
import { findMeasure } from '../figures/measures.js'
import type { Measure } from '../figures/measure.js'
import { UNKNOWN_VALUE } from '../figures/narrow.js'
import { total } from '../figures/totals.js'
import { NOT_GREEN, queryOf, type FilterField } from './asked.js'
import type { Figures } from './desk.js'
import { cell, isUntold, shareText, unitOf, type Told } from './figure-text.js'
import { listHref } from './figures.views.js'
import { NOT_FILLED } from './names.js'

/** The size in which a chart tells these values. */
export const sizeOf = (measure: Measure, values: readonly (number | null)[]) =>
  chartSize(measure.unit === 'fen', unitOf(measure), values)
/** What a bar says: what nobody filled in is not 0, though no bar can be drawn of it. */
export const textIn = (size: ChartSize, one: Told) => (isUntold(one) ? NOT_FILLED : size.text(one.value ?? 0))

/** The divisions as bars, the greatest first; a division without a row is there with 0, since that too is an answer. */
export function divisionChart(figures: Figures) {
  const { part, asked, names, reference } = figures
  const { measure } = asked
  const parts = breakdown(measure, part, asked.period, 'division')
  const there = new Set(parts.map(({ key }) => key))
  const empty = reference.divisions
    .filter(({ division }) => !there.has(division) && (asked.narrowing.division ?? division) === division)
    .map(({ division }) => ({ key: division, value: 0, share: parts.length === 0 ? null : 0 }))
  const all = [...parts, ...empty]
  const size = sizeOf(
    measure,
    all.map(({ value }) => value),
  )
  const rows = all.map(({ key, share, ...one }) => ({
    name: names.nameOf('division', key),
    value: size.of(one.value ?? 0),
    text: textIn(size, one),
    share: shareText(share),
    href: partHref(figures, 'division', key),
  }))
  return {
    unit: size.unit,
    whole: textIn(size, total(measure, part, asked.period)),
    rows,
    chart: rowBars(rows),
  }
}

const FIELD: Readonly<Record<Dimension, FilterField>> = {
  bank: 'bank',
  division: 'division',
  section: 'section',
  size: 'size',
  green1: 'green',
  green2: 'green',
  green3: 'green',
  purpose: 'purpose',
}

const changesFor = (by: Dimension, key: string | null) => ({
  [FIELD[by]]: key === null ? UNKNOWN_VALUE : key === '' ? NOT_GREEN : key,
})

/** The list behind one part. */
const partHref = ({ asked }: Figures, by: Dimension, key: string | null): string =>
  `${paths.bureauFigure({ measure: asked.measure.id })}${queryOf(asked, changesFor(by, key))}`

/** Green classes open one level deeper than what the page is narrowed to. */
function greenLevel({ asked }: Figures): Dimension {
  const { green } = asked.narrowing
  const depth = green === null || green === '' || green === UNKNOWN_VALUE ? 0 : green.split('.').length
  return depth === 0 ? 'green1' : depth === 1 ? 'green2' : 'green3'
}

/** The figure split by everything else, one table each. */
export function partTables(figures: Figures) {
  const tables: readonly (readonly [Dimension, string])[] = [
    [greenLevel(figures), '分绿色类别'],
    ['bank', '分机构'],
    ['section', '分行业门类'],
    ['size', '分企业规模'],
    ['purpose', '分用途'],
  ]
  return tables.map(([by, title]) => partTable(figures, by, title))
}

function partTable(figures: Figures, by: Dimension, title: string) {
  const { part, asked, names } = figures
  const { measure, period } = asked
  const loans = findMeasure('loans')
  const counts = loans
    ? new Map(breakdown(loans, part, period, by).map(({ key, value }) => [key, value ?? 0]))
    : new Map()
  const parts = breakdown(measure, part, period, by)
  const most = Math.max(0, ...parts.map(({ value }) => value ?? 0))
  return {
    id: by,
    title,
    unit: unitOf(measure),
    rows: parts.map(({ key, share, ...one }) => ({
      name: names.nameOf(by, key),
      narrowHref: `${paths.bureau({})}${queryOf(asked, changesFor(by, key))}`,
      href: partHref(figures, by, key),
      ...cell(measure, one),
      share: shareText(share),
      loans: String(counts.get(key) ?? 0),
      width: most === 0 ? '0%' : `${(((one.value ?? 0) / most) * 100).toFixed(1)}%`,
    })),
    total: {
      ...cell(measure, total(measure, part, period)),
      href: listHref(figures, measure),
      loans: loans ? String(total(loans, part, period).value ?? 0) : '不计',
    },
    adds: measure.fold === 'sum' || measure.fold === 'count',
    several: by === 'bank' && ['requests', 'requested', 'matched'].includes(measure.id),
  }
}
