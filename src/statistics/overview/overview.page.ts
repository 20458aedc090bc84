import { paths } from '../../paths.js'
import { page } from '../../web/page.js'
import { bureauFrame } from '../../bureau-frame.js'
import type { FiguresContext } from '../filter/figures-context.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { hasSamples, samplesOf } from '../rows/samples.js'
import { attentionItems, allFigures, tiles, publicFigureTiles } from './overview.views.js'
import { filterText, filterBar } from '../filter/figure-filter.views.js'
import { monthChart } from './month-chart.views.js'
import { divisionChart, breakdownTables } from './breakdown.views.js'
import { filterQuery } from '../filter/figure-filter.js'
import type { Request, Response } from 'express'
import type { Measure } from '../figures/measure.js'
import { MEASURES } from '../figures/measures.js'
import { unitOf, figureExportCell } from '../figures/figure-text.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { breakdown, DIMENSIONS, type Dimension } from '../figures/breakdown.js'
import { dateOf, sinceNewYear, yearBefore } from '../rows/day.js'
import type { Dataset } from '../rows/dataset.js'
import { total } from '../figures/totals.js'
import { writeExport, type ExportCell } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'

/** Figures of samples grow until the history is all there. */
const ARRIVING = '示例历史还没有全部装入，下面的数字还会增加。'

/** `GET /bureau`: what needs a person first, then the figures, then what they are made of. */
export const showOverview: FiguresHandler = async (figures, req, res) => {
  const { filter, faults, names, dataset, filtered, publicFigures: reported, history, now, banks, products } = figures
  const arriving = (await history.isArriving()) ? ARRIVING : ''
  page(res, 'statistics/overview', {
    title: '绿色信贷概览',
    indexed: false,
    ...bureauFrame(req, 'overview'),
    ...(hasSamples(dataset) && {
      strip: `示例数据：标有“示例”的部分不代表真实业务；“外部报送”为报告中的数字，带有来源。${arriving}`,
    }),
    sample: hasSamples(filtered),
    asked: filterText(filter, names).map(([label, text]) => ({ label, text })),
    bar: filterBar(filter, faults, names, paths.bureau({})),
    exportHref: `${paths.bureauFigures({})}${filterQuery(filter)}`,
    definitionsHref: paths.bureauDefinitions({}),
    wallHref: paths.bureauWall({}),
    attention: attentionItems(dataset, now()),
    tiles: tiles(figures),
    reported: publicFigureTiles(await reported.all()),
    reportedHref: paths.reported({}),
    catalogue: { banks, products, banksHref: paths.institutions({}), productsHref: paths.products({}) },
    figures: allFigures(figures),
    months: monthChart(figures),
    divisions: divisionChart(figures),
    tables: breakdownTables(figures),
    measureName: filter.measure.name,
  })
}

const FOLDS: Readonly<Record<Measure['aggregation'], string>> = {
  count: '逐笔计数',
  sum: '逐笔相加',
  distinct: '去重计数',
  mean: '加权平均',
  median: '中位数',
  p90: '九成分位数',
}

/** `GET /bureau/definitions`: every figure in words, with the code that computes it. */
export function showDefinitions(req: Request, res: Response): void {
  page(res, 'statistics/definitions', {
    title: '指标口径',
    indexed: false,
    ...bureauFrame(req, 'overview'),
    rows: MEASURES.map((measure: Measure) => ({
      id: measure.id,
      name: measure.name,
      unit: unitOf(measure),
      definition: measure.definition,
      fold: FOLDS[measure.aggregation],
      time: measure.time === 'at' ? '期末时点' : '期间发生',
      code: { folder: 'src/statistics/figures/', file: `measures.ts · ${measure.id}` },
      href: paths.bureauFigure({ measure: measure.id }),
    })),
  })
}

const BY: Readonly<Record<Dimension, string>> = {
  bank: '机构',
  division: '师市',
  section: '行业门类',
  size: '企业规模',
  green1: '绿色类别，一级',
  green2: '绿色类别，二级',
  green3: '绿色类别，三级',
  purpose: '用途',
}

/** `GET /bureau/figures.xlsx`: every figure of the page, whole and in parts, one a row. */
export const sendFigures: FiguresHandler = async (figures, _req, res) => {
  const { filter, names, filtered, faults } = figures
  if (faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
  const samples = samplesOf(filtered)
  const rows = MEASURES.flatMap((measure: Measure) => [
    wholeRow(measure, figures, samples),
    ...partRows(measure, figures, samples),
  ])
  workbookHeaders(res, `绿色信贷概览_${dateOf(filter.period.from)}_${dateOf(filter.period.to)}.xlsx`)
  await writeExport(res, {
    title: '绿色信贷概览',
    cover: [
      ['导出时间', formatInstant(figures.now())],
      ...filterText(filter, names),
      ['口径', '各指标的口径见平台“指标口径”页；外部报送的数字不在本表内。'],
    ],
    columns: [
      { header: '指标', width: 26 },
      { header: '单位', width: 14 },
      { header: '分项', width: 18 },
      { header: '名称', width: 40 },
      ...['本期', '上年同期', '今年以来', '未填写，没有计入（行）'].map((header) => ({ header, width: 22 })),
    ],
    rows: rows.map(({ cells }) => cells),
    samples: { over: '含示例', rows: rows.map(({ sample }) => sample) },
  })
}

type Row = { readonly cells: readonly ExportCell[]; readonly sample: boolean }

function wholeRow(measure: Measure, { filtered, filter }: FiguresContext, samples: Dataset): Row {
  const { period } = filter
  const periods = [period, yearBefore(period), measure.time === 'at' ? null : sinceNewYear(period)]
  const now = total(measure, filtered, period)
  return {
    cells: [
      ...[measure.name, unitOf(measure), '合计', ''],
      ...periods.map((one) => (one === null ? null : figureExportCell(measure, total(measure, filtered, one), '万元'))),
      now.unknown,
    ],
    sample: periods.some((one) => one !== null && total(measure, samples, one).rows > 0),
  }
}

function partRows(measure: Measure, { filtered, filter, names }: FiguresContext, samples: Dataset): readonly Row[] {
  return DIMENSIONS.flatMap((by) => {
    const invented = new Set(breakdown(measure, samples, filter.period, by).map(({ key }) => key))
    return breakdown(measure, filtered, filter.period, by).map((one) => ({
      cells: [
        ...[measure.name, unitOf(measure), BY[by], names.nameOf(by, one.key)],
        ...[figureExportCell(measure, one, '万元'), null, null, one.unknown],
      ],
      sample: invented.has(one.key),
    }))
  })
}
