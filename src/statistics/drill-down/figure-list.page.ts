import { formatYuan } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { pagesOf, pageWithin } from '../../web/paging.js'
import { bureauFrame } from '../../bureau-frame.js'
import { dateOf } from '../rows/day.js'
import { countedRowsOf, type Measure } from '../figures/measure.js'
import { findMeasure } from '../figures/measures.js'
import { total } from '../figures/totals.js'
import { type ExportCell, type ExportColumn, writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { filterQuery } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { hasSamples } from '../rows/samples.js'
import { figureExportCell, figureText, headlineText, unitOf } from '../figures/figure-text.js'
import { filterText, filterBar } from '../filter/figure-filter.views.js'
import { lineFacts, linesOf, lineView, type ListLine } from './figure-list.views.js'

const PAGE_SIZE = 50

/** `GET /bureau/figures/:measure`: the rows that a figure counts. Their total is the figure. */
export const showFigureList: FiguresHandler = (figures, req, res) => {
  const measure = measureIn(req.params.measure)
  const { filter, faults, names, filtered } = figures
  const action = paths.bureauFigure({ measure: measure.id })
  const lines = sorted(linesOf(measure, countedRowsOf(measure, filtered, filter.period)))
  const number = pageWithin(req.query.page, PAGE_SIZE, lines.length)
  const shown = lines.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
  page(res, 'statistics/figure-list', {
    title: measure.name,
    indexed: false,
    ...bureauFrame(req, 'overview'),
    ...(hasSamples(filtered) && { strip: '示例数据：标有“示例”的行不代表真实业务。' }),
    bar: filterBar(filter, faults, names, action),
    name: measure.name,
    definition: measure.definition,
    definitionsHref: `${paths.bureauDefinitions({})}#${measure.id}`,
    backHref: `${paths.bureau({})}${filterQuery(filter)}`,
    exportHref: `${paths.bureauFigureExport({ measure: measure.id })}${filterQuery(filter)}`,
    total: headlineText(measure, total(measure, filtered, filter.period)),
    asked: filterText(filter, names).map(([label, text]) => ({ label, text })),
    count: lines.length,
    unit: isCounted(measure) ? '笔数' : unitOf(measure),
    weighted: measure.aggregation === 'mean',
    rows: shown.map((line) => lineView(line, measure, names)),
    pages: pagesOf(number, PAGE_SIZE, lines.length, (to) => `${action}${filterQuery(filter, { page: String(to) })}`),
  })
}

const isCounted = ({ aggregation }: Measure) => aggregation === 'count' || aggregation === 'distinct'

/** Latest first. */
const sorted = (lines: readonly ListLine[]): readonly ListLine[] => [...lines].sort((a, b) => dayIn(b) - dayIn(a))
const dayIn = ({ row }: ListLine) => ('signedDay' in row ? row.signedDay : row.day)

function measureIn(id: unknown): Measure {
  const measure = typeof id === 'string' ? findMeasure(id) : undefined
  if (measure === undefined) throw new NotFound('没有这个指标。')
  return measure
}

/** `GET /bureau/figures/:measure/rows.xlsx`: the same rows; the cover has filter, time and definition. */
export const sendFigureList: FiguresHandler = async (figures, req, res) => {
  const measure = measureIn(req.params.measure)
  const { filter, names, filtered, faults } = figures
  if (faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
  const lines = sorted(linesOf(measure, countedRowsOf(measure, filtered, filter.period)))
  const whole = total(measure, filtered, filter.period)
  const { digits, unit } = figureText(measure, whole)
  const money = measure.unit === 'fen'
  workbookHeaders(res, `${measure.name}_${dateOf(filter.period.from)}_${dateOf(filter.period.to)}.xlsx`)
  await writeExport(res, {
    title: measure.name,
    cover: [
      ['导出时间', formatInstant(figures.now())],
      ...filterText(filter, names),
      ['口径', measure.definition],
      ['合计', `${digits} ${unit}`.trim()],
      ...(whole.unknown > 0 ? [['未填写', `${String(whole.unknown)} 行没有填写，没有计入合计`] as const] : []),
      ...(money ? [['合计，元', exactTotal(measure, figures)] as const] : []),
      ['行数', `${lines.length} 行`],
    ],
    columns: columnsOf(measure),
    rows: lines.map((line) => cellsOf(line, measure, figures)),
    samples: { over: '示例', rows: lines.map(({ sample }) => sample) },
  })
}

const exactTotal = (measure: Measure, { filtered, filter }: FiguresContext): string =>
  formatYuan(total(measure, filtered, filter.period).value ?? 0)

function columnsOf(measure: Measure): readonly ExportColumn[] {
  const text = (header: string, width: number): ExportColumn => ({ header, width })
  const value: ExportColumn =
    measure.unit === 'fen'
      ? { header: '金额（元）', width: 20, numFmt: '#,##0.00' }
      : { header: isCounted(measure) ? '笔数' : `${measure.name}（${unitOf(measure)}）`, width: 16 }
  return [
    ...[text('编号', 22), text('项目', 36), text('企业', 30), text('机构', 28), text('师市', 18)],
    ...[
      text('行业门类', 24),
      text('企业规模', 10),
      text('绿色类别', 40),
      { header: '日期', width: 14, numFmt: 'yyyy-mm-dd' },
    ],
    value,
    ...(measure.aggregation === 'mean' ? [{ header: '权重：发放金额（元）', width: 22, numFmt: '#,##0.00' }] : []),
  ]
}

function cellsOf(line: ListLine, measure: Measure, { names }: FiguresContext): readonly ExportCell[] {
  const { number, title, enterprise, banks, division, section, size, green, on } = lineFacts(line, names)
  return [
    ...[number, title, enterprise, banks, division, section, size, green],
    new Date(`${on}T00:00:00Z`),
    isCounted(measure) ? line.rows : figureExportCell(measure, { value: line.value }, '元'),
    ...(measure.aggregation === 'mean' ? [line.weight === null ? null : line.weight / 100] : []),
  ]
}
