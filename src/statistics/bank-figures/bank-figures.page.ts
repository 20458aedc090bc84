import type { Request } from 'express'
import { STEP_NAMES } from '../../applications/index.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { sendDrillDown, showDrillDown } from '../drill-down/drill-down.page.js'
import { numberCell, exportCell, textCell } from '../drill-down/table-cell.js'
import { dateOf, sinceNewYear, yearBefore, type Period } from '../rows/day.js'
import type { Measure } from '../figures/measure.js'
import { measureOf, MEASURES } from '../figures/measures.js'
import { comparison } from '../figures/totals.js'
import { periodParams, filterQuery } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { hasSamples, samplesOf } from '../rows/samples.js'
import {
  figureExportCell,
  figureText,
  growthText,
  isAllUnknown,
  unitOf,
  daysText,
  percentText,
  type FigureText,
} from '../figures/figure-text.js'
import { filterText, filterBar } from '../filter/figure-filter.views.js'
import { monthChart } from '../overview/month-chart.views.js'
import { writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { ownList } from './bank-figures.views.js'
import { FEWEST_BANKS, OWN_MEASURES, ownRows, type OwnStep, ownSteps } from './own-figures.js'

const ownMeasures: readonly Measure[] = MEASURES.filter(({ id }) => (OWN_MEASURES as readonly string[]).includes(id))
const STRIP = '示例数据：标有“示例”的部分不代表真实业务。'

/** What is asked, narrowed to the bank of the person who asks; what the address says of a bank is not read. */
export function ownFigures(figures: FiguresContext, req: Request): FiguresContext & { readonly bankId: string } {
  const { id: bankId } = currentUser(req).organisation
  const { filter, dataset, faults } = figures
  const sent = Object.fromEntries(Object.entries(filter.sent).filter(([name]) => name !== 'bank'))
  const measure = ownMeasures.find(({ id }) => id === filter.measure.id) ?? measureOf('disbursed')
  const rowFilter = { ...filter.rowFilter, bankId }
  return {
    ...figures,
    ...{ bankId, filtered: ownRows(dataset, rowFilter, bankId), filter: { ...filter, sent, measure, rowFilter } },
    faults: faults.filter(({ field }) => field !== 'bank'),
  }
}

const bar = ({ filter, faults, names }: FiguresContext) => {
  const whole = filterBar(filter, faults, names, paths.bankFigures({}))
  return {
    ...whole,
    fields: whole.fields.filter(({ name }) => name !== 'bank'),
    measures: whole.measures.filter(({ value }) => ownMeasures.some(({ id }) => id === value)),
  }
}

const rowsHref = ({ filter }: FiguresContext, what: string, period?: Period) =>
  `${paths.bankFigureRows({})}${filterQuery(filter, { what, ...(period && periodParams(period)) })}`

/** `GET /bank/figures`: the bank's own figures, and how it kept its limits beside the middle of all banks. */
export const showBankFigures: FiguresHandler = (given, req, res) => {
  const figures = ownFigures(given, req)
  const { filtered, filter, names, bankId } = figures
  if (figures.faults.length === 0) res.status(200)
  page(res, 'statistics/bank-figures', {
    title: '本机构统计',
    indexed: false,
    tabs: bankTabs('figures'),
    ...(hasSamples(filtered) && { strip: STRIP }),
    sample: hasSamples(filtered),
    bank: names.nameOf('bank', bankId),
    bar: bar(figures),
    exportHref: `${paths.bankFiguresExport({})}${filterQuery(filter)}`,
    figures: ownMeasures.map((measure) => {
      const { now, yearBefore: before, sinceNewYear: since, growth } = comparison(measure, filtered, filter.period)
      const link = (value: FigureText, period?: Period) => ({ ...value, href: rowsHref(figures, measure.id, period) })
      const rate = measure.unit === 'bp'
      return {
        name: measure.name,
        now: link(figureText(measure, now)),
        before: link(figureText(measure, before), yearBefore(filter.period)),
        growth: rate || isAllUnknown(now) || isAllUnknown(before) ? null : growthText(growth).replace('同比', ''),
        since: measure.time === 'at' ? null : link(figureText(measure, since), sinceNewYear(filter.period)),
        unknown: now.unknown,
      }
    }),
    steps: { columns: STEP_COLUMNS, rows: stepsOf(figures) },
    fewest: FEWEST_BANKS,
    months: monthChart(figures, (stretch) => rowsHref(figures, filter.measure.id, stretch)),
    measureName: filter.measure.name,
  })
}

const STEP_COLUMNS = ['办结', '中位用时', '各机构中位', '九成以内', '按时比例', '各机构按时中位', '现在逾期'] as const
const TOO_FEW = `不足 ${String(FEWEST_BANKS)} 家`

const stepsOf = (figures: FiguresContext & { readonly bankId: string }) =>
  ownSteps(figures.dataset, { ...figures.filter, now: figures.now() }, figures.bankId).map((one) => ({
    name: STEP_NAMES[one.step],
    cells: stepCells(one, (what) => rowsHref(figures, what)),
  }))

function stepCells({ step, own, overdue, middle }: OwnStep, href: (what: string) => string) {
  const told = (value: number | null, says: (value: number) => string) => numberCell(value, value === null ? null : says(value)) // prettier-ignore
  const others = (value: number | undefined, says: (value: number) => string) =>
    value === undefined ? { ...numberCell(null, null), text: TOO_FEW } : numberCell(value, says(value))
  const link = (count: number, what: string) => ({
    ...numberCell(count, groupDigits(count, 0)),
    ...(count > 0 && { href: href(what) }),
  })
  return [
    link(own.count, step),
    ...[told(own.median, daysText), others(middle?.median, daysText), told(own.p90, daysText)],
    ...[told(own.onTimeShare, percentText), others(middle?.onTimeShare, percentText)],
    link(overdue, `${step}-overdue`),
  ]
}

/** `GET /bank/figures.xlsx`: the same figures with their definitions. */
export const sendBankFigures: FiguresHandler = async (given, req, res) => {
  const figures = ownFigures(given, req)
  if (figures.faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
  const { filtered, filter, names, bankId } = figures
  workbookHeaders(res, `本机构统计_${dateOf(filter.period.from)}_${dateOf(filter.period.to)}.xlsx`)
  const samples = samplesOf(filtered)
  const unit = (measure: Measure) => (measure.unit === 'fen' ? '元' : unitOf(measure))
  const steps = stepsOf(figures)
  await writeExport(res, {
    title: '本机构统计',
    cover: [
      ['导出时间', formatInstant(figures.now())],
      ['机构', names.nameOf('bank', bankId)],
      ...filterText(filter, names),
      ['各机构中位', `每家机构计一次；不足 ${String(FEWEST_BANKS)} 家机构有数据时不给出。`],
    ],
    columns: ['指标', '本期', '上年同期', '今年以来', '单位', '口径'].map((header) => ({ header, width: 22 })),
    rows: [
      ...ownMeasures.map((measure) => {
        const { now, yearBefore: before, sinceNewYear: since } = comparison(measure, filtered, filter.period)
        const sums = [now, before, measure.time === 'at' ? { value: null } : since]
        return [
          measure.name,
          ...sums.map((one) => figureExportCell(measure, one, '元')),
          unit(measure),
          measure.definition,
        ]
      }),
      ...steps.flatMap(({ name, cells }) =>
        STEP_COLUMNS.map((column, at) => [
          `${name}：${column}`,
          exportCell(cells[at] ?? textCell('')),
          null,
          null,
          '',
          '',
        ]),
      ),
    ],
    samples: {
      over: '含示例',
      rows: [
        ...ownMeasures.map((measure) => {
          const { now, yearBefore: before, sinceNewYear: since } = comparison(measure, samples, filter.period)
          return [now, before, since].some(({ rows }) => rows > 0)
        }),
        ...steps.flatMap(() => STEP_COLUMNS.map(() => samples.cases.length > 0)),
      ],
    },
  })
}

/** `GET /bank/figures/rows` and its workbook: the bank's own rows behind one number. */
export const showBankRows: FiguresHandler = (given, req, res) => {
  const figures = ownFigures(given, req)
  const { behind, what } = ownList(figures, req.query.what)
  const { filter } = figures
  showDrillDown(req, res, behind, {
    ...{ label: '银行工作台', tabs: bankTabs('figures') },
    back: { text: '本机构统计', href: `${paths.bankFigures({})}${filterQuery(filter)}` },
    exportHref: `${paths.bankFigureRowsExport({})}${filterQuery(filter, { what })}`,
    pageHref: (to) => `${paths.bankFigureRows({})}${filterQuery(filter, { what, page: String(to) })}`,
  })
}

export const sendBankRows: FiguresHandler = async (given, req, res) => {
  await sendDrillDown(res, ownList(ownFigures(given, req), req.query.what).behind, given.now())
}
