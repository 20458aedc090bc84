import type { Request } from 'express'
import { STEP_NAMES } from '../../applications/index.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { sendBehind, showBehind } from '../drill-down/behind.js'
import { number, plain, text } from '../drill-down/cell.js'
import { dateOf, sinceNewYear, yearBefore, type Period } from '../figures/day.js'
import type { Measure } from '../figures/measure.js'
import { findMeasure, MEASURES } from '../figures/measures.js'
import { compared } from '../figures/totals.js'
import { inPeriod, queryOf } from '../overview/asked.js'
import { hasSamples, type Figures, type FiguresHandler } from '../overview/desk.js'
import { figureCell } from '../overview/figure-cell.js'
import { cell, growthText, isUntold, unitOf, type FigureText } from '../overview/figure-text.js'
import { askedText, filterBar } from '../overview/filter.views.js'
import { monthChart } from '../overview/month-chart.views.js'
import { samplesOf } from '../overview/sample-part.js'
import { daysText, shareText } from '../promises/promise-text.js'
import { workbookHeaders, writeExport } from '../../spreadsheets/index.js'
import { ownList } from './own-list.js'
import { FEWEST_BANKS, OWN_MEASURES, ownPart, ownSteps, type OwnStep } from './own-figures.js'

const ownMeasures: readonly Measure[] = MEASURES.filter(({ id }) => (OWN_MEASURES as readonly string[]).includes(id))
const STRIP = '示例数据：标有“示例”的部分不代表真实业务。'

/** What is asked, narrowed to the bank of the person who asks; what the address says of a bank is not read. */
export function ownFigures(figures: Figures, req: Request): Figures & { readonly bankId: string } {
  const { id: bankId } = currentUser(req).organisation
  const { asked, whole, faults } = figures
  const sent = Object.fromEntries(Object.entries(asked.sent).filter(([name]) => name !== 'bank'))
  const measure = ownMeasures.find(({ id }) => id === asked.measure.id) ?? findMeasure('disbursed') ?? asked.measure
  const narrowing = { ...asked.narrowing, bankId }
  return {
    ...figures,
    ...{ bankId, part: ownPart(whole, narrowing, bankId), asked: { ...asked, sent, measure, narrowing } },
    faults: faults.filter(({ field }) => field !== 'bank'),
  }
}

const bar = ({ asked, faults, names }: Figures) => {
  const whole = filterBar(asked, faults, names, paths.bankFigures({}))
  return {
    ...whole,
    fields: whole.fields.filter(({ name }) => name !== 'bank'),
    measures: whole.measures.filter(({ value }) => ownMeasures.some(({ id }) => id === value)),
  }
}

const rowsHref = ({ asked }: Figures, what: string, period?: Period) =>
  `${paths.bankFigureRows({})}${queryOf(asked, { what, ...(period && inPeriod(period)) })}`

/** `GET /bank/figures`: the bank's own figures, and how it kept its limits beside the middle of all banks. */
export const showBankFigures: FiguresHandler = (given, req, res) => {
  const figures = ownFigures(given, req)
  const { part, asked, names, bankId } = figures
  if (figures.faults.length === 0) res.status(200)
  page(res, 'statistics/bank-figures', {
    title: '本机构统计',
    indexed: false,
    tabs: bankTabs('figures'),
    ...(hasSamples(part) && { strip: STRIP }),
    sample: hasSamples(part),
    bank: names.nameOf('bank', bankId),
    bar: bar(figures),
    exportHref: `${paths.bankFiguresExport({})}${queryOf(asked)}`,
    figures: ownMeasures.map((measure) => {
      const { now, yearBefore: before, sinceNewYear: since, growth } = compared(measure, part, asked.period)
      const link = (value: FigureText, period?: Period) => ({ ...value, href: rowsHref(figures, measure.id, period) })
      const rate = measure.unit === 'bp'
      return {
        name: measure.name,
        now: link(cell(measure, now)),
        before: link(cell(measure, before), yearBefore(asked.period)),
        growth: rate || isUntold(now) || isUntold(before) ? null : growthText(growth).replace('同比', ''),
        since: measure.time === 'at' ? null : link(cell(measure, since), sinceNewYear(asked.period)),
        unknown: now.unknown,
      }
    }),
    steps: { columns: STEP_COLUMNS, rows: stepsOf(figures) },
    fewest: FEWEST_BANKS,
    months: monthChart(figures, (stretch) => rowsHref(figures, asked.measure.id, stretch)),
    measureName: asked.measure.name,
  })
}

const STEP_COLUMNS = ['办结', '中位用时', '各机构中位', '九成以内', '按时比例', '各机构按时中位', '现在逾期'] as const
const TOO_FEW = `不足 ${String(FEWEST_BANKS)} 家`

const stepsOf = (figures: Figures & { readonly bankId: string }) =>
  ownSteps(figures.whole, { ...figures.asked, now: figures.now() }, figures.bankId).map((one) => ({
    name: STEP_NAMES[one.step],
    cells: stepCells(one, (what) => rowsHref(figures, what)),
  }))

function stepCells({ step, own, overdue, middle }: OwnStep, href: (what: string) => string) {
  const told = (value: number | null, says: (value: number) => string) => number(value, value === null ? null : says(value)) // prettier-ignore
  const others = (value: number | undefined, says: (value: number) => string) =>
    value === undefined ? { ...number(null, null), text: TOO_FEW } : number(value, says(value))
  const link = (count: number, what: string) => ({
    ...number(count, groupDigits(count, 0)),
    ...(count > 0 && { href: href(what) }),
  })
  return [
    link(own.count, step),
    ...[told(own.median, daysText), others(middle?.median, daysText), told(own.ninth, daysText)],
    ...[told(own.keptShare, shareText), others(middle?.keptShare, shareText)],
    link(overdue, `${step}-overdue`),
  ]
}

/** `GET /bank/figures.xlsx`: the same figures with their definitions. */
export const sendBankFigures: FiguresHandler = async (given, req, res) => {
  const figures = ownFigures(given, req)
  if (figures.faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
  const { part, asked, names, bankId } = figures
  workbookHeaders(res, `本机构统计_${dateOf(asked.period.from)}_${dateOf(asked.period.to)}.xlsx`)
  const samples = samplesOf(part)
  const unit = (measure: Measure) => (measure.unit === 'fen' ? '元' : unitOf(measure))
  const steps = stepsOf(figures)
  await writeExport(res, {
    title: '本机构统计',
    cover: [
      ['导出时间', formatInstant(figures.now())],
      ['机构', names.nameOf('bank', bankId)],
      ...askedText(asked, names),
      ['各机构中位', `每家机构计一次；不足 ${String(FEWEST_BANKS)} 家机构有数据时不给出。`],
    ],
    columns: ['指标', '本期', '上年同期', '今年以来', '单位', '口径'].map((header) => ({ header, width: 22 })),
    rows: [
      ...ownMeasures.map((measure) => {
        const { now, yearBefore: before, sinceNewYear: since } = compared(measure, part, asked.period)
        const sums = [now, before, measure.time === 'at' ? { value: null } : since]
        return [measure.name, ...sums.map((one) => figureCell(measure, one, '元')), unit(measure), measure.definition]
      }),
      ...steps.flatMap(({ name, cells }) =>
        STEP_COLUMNS.map((column, at) => [`${name}：${column}`, plain(cells[at] ?? text('')), null, null, '', '']),
      ),
    ],
    samples: {
      over: '含示例',
      rows: [
        ...ownMeasures.map((measure) => {
          const { now, yearBefore: before, sinceNewYear: since } = compared(measure, samples, asked.period)
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
  const { asked } = figures
  showBehind(req, res, behind, {
    ...{ label: '银行工作台', tabs: bankTabs('figures') },
    back: { text: '本机构统计', href: `${paths.bankFigures({})}${queryOf(asked)}` },
    exportHref: `${paths.bankFigureRowsExport({})}${queryOf(asked, { what })}`,
    pageHref: (to) => `${paths.bankFigureRows({})}${queryOf(asked, { what, page: String(to) })}`,
  })
}

export const sendBankRows: FiguresHandler = async (given, req, res) => {
  await sendBehind(res, ownList(ownFigures(given, req), req.query.what).behind, given.now())
}
