import { formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { dateOf } from '../rows/day.js'
import type { CountedRow } from '../figures/aggregate.js'
import type { Measure } from '../figures/measure.js'
import { bankIdsOf, attributesOf, type AnyRow } from '../rows/row-types.js'
import { figureText, type FigureText } from '../figures/figure-text.js'
import type { DimensionNames } from '../filter/dimension-names.js'

/** One line of a figure's list. A distinct count has one line per counted key. */
export type ListLine = {
  readonly row: AnyRow
  /** Number of rows in this line; 1 except for distinct counts. */
  readonly rows: number
  readonly value: number | null
  readonly weight: number | null
  /** Whether any of its rows is sample data. */
  readonly sample: boolean
}

/** The lines of a figure's list. Aggregated as the figure is, they give its value. */
export function linesOf(measure: Measure, items: readonly CountedRow<AnyRow>[]): readonly ListLine[] {
  if (measure.aggregation !== 'distinct') {
    return items.map(({ row, value, weight = null }) => ({
      row,
      rows: 1,
      value,
      weight,
      sample: attributesOf(row).isSample,
    }))
  }
  const lines = new Map<string, ListLine>()
  for (const { row } of items) {
    const key = measure.keyOf(row)
    const before = lines.get(key)
    const { isSample } = attributesOf(row)
    lines.set(key, {
      ...(before ?? { row, value: 1, weight: null }),
      rows: (before?.rows ?? 0) + 1,
      sample: isSample || before?.sample === true,
    })
  }
  return [...lines.values()]
}

/** The columns of a line, for page and export. */
export function lineFacts({ row, sample }: ListLine, names: DimensionNames) {
  const keys = attributesOf(row)
  const loan = 'loan' in row ? row.loan : null
  const shown = loan ?? row
  return {
    number: 'number' in shown ? shown.number : '',
    title: 'title' in shown ? shown.title : '',
    href: hrefOf(row),
    enterprise: keys.enterpriseName,
    banks: bankIdsOf(row)
      .map((id) => names.nameOf('bank', id))
      .join('、'),
    division: names.nameOf('division', keys.division),
    green: names.nameOf('green3', keys.green),
    section: names.nameOf('section', keys.section),
    size: names.nameOf('size', keys.size),
    on: onOf(row),
    isSample: sample,
  }
}

/** Address of the record's page. */
function hrefOf(row: AnyRow): string {
  if ('loan' in row) return paths.bureauApplication({ id: row.loan.applicationId })
  if ('bankIds' in row) return paths.bureauRequest({ id: row.id })
  return paths.bureauApplication({ id: 'applicationId' in row ? row.applicationId : row.id })
}

/** The date of a row: submission, signature, or payment. */
function onOf(row: AnyRow): string {
  if ('signedDay' in row) return dateOf(row.signedDay)
  return dateOf(row.day)
}

/** A line as the page's table shows it. */
export function lineView(line: ListLine, measure: Measure, names: DimensionNames) {
  const facts = lineFacts(line, names)
  const counts = measure.aggregation === 'distinct' || measure.aggregation === 'count'
  const value: FigureText = counts
    ? { digits: String(line.rows), unit: '笔', exact: null }
    : figureText(measure, { value: line.value, rows: 1, unknown: line.value === null ? 1 : 0 })
  const weight = line.weight === null ? null : figureText({ unit: 'fen', countUnit: '' }, { value: line.weight })
  return { ...facts, on: formatDate(facts.on), value, weight }
}
