import { countedRowsOf } from '../figures/measure.js'
import { attributesOf, type AnyRow, type CaseRow } from '../rows/row-types.js'
import { STEP_NAMES } from '../../applications/index.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import type { DrillDown } from '../drill-down/drill-down.page.js'
import { dayCell as onDay, numberCell, textCell, type TableCell } from '../drill-down/table-cell.js'
import { dateOf } from '../rows/day.js'
import { findMeasure } from '../figures/measures.js'
import { total } from '../figures/totals.js'
import type { FiguresContext } from '../filter/figures-context.js'
import { hasSamples } from '../rows/samples.js'
import { figureText, daysText } from '../figures/figure-text.js'
import { filterText } from '../filter/figure-filter.views.js'
import { linesOf } from '../drill-down/figure-list.views.js'
import { bankRecords, PROMISED_STEPS, type PromisedStep } from '../promises/promise-figures.js'
import { OWN_MEASURES } from './own-figures.js'

type Own = FiguresContext & { readonly bankId: string }
type List = Pick<DrillDown, 'title' | 'total' | 'definition' | 'columns' | 'rows'>

const SUBJECT = ['编号', '项目', '企业', '师市'].map((label) => ({ label, width: 26 }))

/**
 * The bank's own rows behind one number of its page.
 * @param what the figure, a step, or a step that is overdue
 * @throws NotFound when the page has no such number.
 */
export function ownList(
  figures: Own,
  what: unknown = 'requests',
): { readonly behind: DrillDown; readonly what: string } {
  const { filter, names, filtered, faults } = figures
  if (typeof what !== 'string' || faults.length > 0) throw new NotFound('没有这项数据。')
  const step = PROMISED_STEPS.find((one) => what === one || what === `${one}-overdue`)
  const list = step === undefined ? measureList(figures, what) : stepList(figures, step, what !== step)
  const behind = { ...list, asked: filterText(filter, names), note: null, sample: hasSamples(filtered) }
  return { behind, what }
}

function measureList(figures: Own, what: string): List {
  const measure = (OWN_MEASURES as readonly string[]).includes(what) ? findMeasure(what) : undefined
  if (measure === undefined) throw new NotFound('没有这项数据。')
  const { filtered, filter } = figures
  const sum = figureText(measure, total(measure, filtered, filter.period))
  const counted = measure.aggregation === 'count' || measure.aggregation === 'distinct'
  const caseOf = new Map(filtered.cases.map((row) => [row.requestId, row]))
  return {
    title: measure.name,
    total: `${sum.digits} ${sum.unit}`.trim(),
    definition: measure.definition,
    columns: [
      ...[...SUBJECT, { label: '日期', width: 16 }],
      { label: counted ? '笔数' : `${measure.name}，${sum.unit}`, width: 20, num: true },
    ],
    rows: linesOf(measure, countedRowsOf(measure, filtered, filter.period)).map(({ row, rows, value }) => {
      const shown = figureText(measure, { value, rows: 1, unknown: value === null ? 1 : 0 })
      const day = 'signedDay' in row ? row.signedDay : row.day
      const figure = counted ? numberCell(rows, String(rows)) : numberCell(value === null ? null : inUnit(measure.unit, value), shown.digits) // prettier-ignore
      return [...subject(row, caseOf, figures), onDay(dateOf(day)), figure]
    }),
  }
}

/** 万元 and percent, as over the column. */
const inUnit = (unit: string, value: number): number =>
  unit === 'fen' ? value / 1_000_000 : unit === 'bp' ? value / 100 : value

function stepList(figures: Own, step: PromisedStep, overdue: boolean): List {
  const { filtered, filter, now, bankId } = figures
  const records = bankRecords({ rows: filtered, period: filter.period, now: now(), released: [], escalations: [] })
  const own = records.find((record) => record.bankId === bankId)
  const columns = (more: readonly string[]) => [...SUBJECT, ...more.map((label) => ({ label, width: 18 }))]
  const subjectOf = (row: CaseRow) => subject(row, new Map(), figures)
  if (overdue) {
    const rows = own?.overdue[step] ?? []
    return {
      title: `${STEP_NAMES[step]}：现在逾期`,
      total: `${String(rows.length)} 项`,
      definition: '到此刻时限已过、仍未办的环节；与所选期间无关。',
      columns: columns(['时限']),
      rows: rows.map((row) => [...subjectOf(row), textCell(row.due ? formatInstant(new Date(row.due.at)) : '无')]),
    }
  }
  const taken = own?.steps[step] ?? []
  return {
    title: `${STEP_NAMES[step]}：已办结`,
    total: `${String(taken.length)} 项`,
    definition: '期间内办结的环节；用时按工作日，等企业补充的时间不计。',
    columns: columns(['办结日期', '用时（工作日）', '是否按时']),
    rows: taken.map(({ row, step: { day, days, onTime } }) => [
      ...subjectOf(row),
      ...[onDay(dateOf(day)), numberCell(days, daysText(days)), textCell(onTime ? '按时' : '超时')],
    ]),
  }
}

/** What the row is about, leading to the bank's own page of it; no other bank of a request is named. */
function subject(row: AnyRow, caseOf: ReadonlyMap<string, CaseRow>, { names }: Own): readonly TableCell[] {
  const { enterpriseName, division, isSample } = attributesOf(row)
  const of = 'loan' in row ? row.loan : row
  const own = 'bankIds' in of ? caseOf.get(of.id) : undefined
  const href = 'signedDay' in of ? paths.bankLoan({ id: of.id }) : paths.bankApplication({ id: own?.id ?? of.id })
  const shown = own ?? of
  return [
    { text: shown.number, href, sample: isSample },
    ...[textCell(of.title), textCell(enterpriseName), textCell(names.nameOf('division', division))],
  ]
}
