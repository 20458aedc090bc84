import { paths } from '../../paths.js'
import { chartScale, rowBars, type ChartScale } from './charts.js'
import { breakdown, type Dimension } from '../figures/breakdown.js'
import { measureOf } from '../figures/measures.js'
import type { Measure } from '../figures/measure.js'
import { UNKNOWN_VALUE } from '../figures/filter.js'
import { total } from '../figures/totals.js'
import { NOT_GREEN, filterQuery, type FilterField } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import { figureText, isAllUnknown, shareText, unitOf, type FigureValue } from '../figures/figure-text.js'
import { figureListHref } from './overview.views.js'
import { NOT_FILLED } from '../filter/dimension-names.js'

/** The size in which a chart tells these values. */
export const chartScaleOf = (measure: Measure, values: readonly (number | null)[]) =>
  chartScale(measure.unit === 'fen', unitOf(measure), values)
/** What a bar says: what nobody filled in is not 0, though no bar can be drawn of it. */
export const barText = (size: ChartScale, one: FigureValue) =>
  isAllUnknown(one) ? NOT_FILLED : size.text(one.value ?? 0)

/** The divisions as bars, the greatest first; a division without a row is there with 0, since that too is an answer. */
export function divisionChart(figures: FiguresContext) {
  const { filtered, filter, names, reference } = figures
  const { measure } = filter
  const parts = breakdown(measure, filtered, filter.period, 'division')
  const there = new Set(parts.map(({ key }) => key))
  const empty = reference.divisions
    .filter(({ division }) => !there.has(division) && (filter.rowFilter.division ?? division) === division)
    .map(({ division }) => ({ key: division, value: 0, share: parts.length === 0 ? null : 0 }))
  const all = [...parts, ...empty]
  const size = chartScaleOf(
    measure,
    all.map(({ value }) => value),
  )
  const rows = all.map(({ key, share, ...one }) => ({
    name: names.nameOf('division', key),
    value: size.of(one.value ?? 0),
    text: barText(size, one),
    share: shareText(share),
    href: partHref(figures, 'division', key),
  }))
  return {
    unit: size.unit,
    whole: barText(size, total(measure, filtered, filter.period)),
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
const partHref = ({ filter }: FiguresContext, by: Dimension, key: string | null): string =>
  `${paths.bureauFigure({ measure: filter.measure.id })}${filterQuery(filter, changesFor(by, key))}`

/** Green classes open one level deeper than what the page is narrowed to. */
function greenLevel({ filter }: FiguresContext): Dimension {
  const { green } = filter.rowFilter
  const depth = green === null || green === '' || green === UNKNOWN_VALUE ? 0 : green.split('.').length
  return depth === 0 ? 'green1' : depth === 1 ? 'green2' : 'green3'
}

/** The figure split by everything else, one table each. */
export function breakdownTables(figures: FiguresContext) {
  const tables: readonly (readonly [Dimension, string])[] = [
    [greenLevel(figures), '分绿色类别'],
    ['bank', '分机构'],
    ['section', '分行业门类'],
    ['size', '分企业规模'],
    ['purpose', '分用途'],
  ]
  return tables.map(([by, title]) => breakdownTable(figures, by, title))
}

function breakdownTable(figures: FiguresContext, by: Dimension, title: string) {
  const { filtered, filter, names } = figures
  const { measure, period } = filter
  const loans = measureOf('loans')
  const counts = new Map(breakdown(loans, filtered, period, by).map(({ key, value }) => [key, value ?? 0]))
  const parts = breakdown(measure, filtered, period, by)
  const most = Math.max(0, ...parts.map(({ value }) => value ?? 0))
  return {
    id: by,
    title,
    unit: unitOf(measure),
    rows: parts.map(({ key, share, ...one }) => ({
      name: names.nameOf(by, key),
      narrowHref: `${paths.bureau({})}${filterQuery(filter, changesFor(by, key))}`,
      href: partHref(figures, by, key),
      ...figureText(measure, one),
      share: shareText(share),
      loans: String(counts.get(key) ?? 0),
      width: most === 0 ? '0%' : `${(((one.value ?? 0) / most) * 100).toFixed(1)}%`,
    })),
    total: {
      ...figureText(measure, total(measure, filtered, period)),
      href: figureListHref(figures, measure),
      loans: String(total(loans, filtered, period).value ?? 0),
    },
    adds: measure.aggregation === 'sum' || measure.aggregation === 'count',
    several: by === 'bank' && ['requests', 'requested', 'matched'].includes(measure.id),
  }
}
