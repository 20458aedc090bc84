import { wanFromFen } from '../../kernel/money.js'
import { NotFound } from '../../web/errors.js'
import { instantText } from '../../web/instant-text.js'
import { breakdown, DIMENSIONS, type Dimension } from '../figures/breakdown.js'
import { dateOf, sinceNewYear, yearBefore } from '../figures/day.js'
import type { Measure } from '../figures/measure.js'
import { MEASURES } from '../figures/measures.js'
import { total } from '../figures/totals.js'
import { workbookHeaders, writeExport, type ExportCell } from '../sheets/write-workbook.js'
import { hasSamples, type Figures, type FiguresHandler } from './desk.js'
import { unitOf } from './figure-text.js'
import { askedText } from './filter.views.js'

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
  const { asked, names, part, faults } = figures
  if (faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
  workbookHeaders(res, `绿色信贷概览_${dateOf(asked.period.from)}_${dateOf(asked.period.to)}.xlsx`)
  await writeExport(res, {
    title: '绿色信贷概览',
    cover: [
      ['导出时间', instantText(figures.now())],
      ...askedText(asked, names),
      ['口径', '各指标的口径见平台“指标口径”页；外部报送的数字不在本表内。'],
      ...(hasSamples(part) ? [['示例', '数据中含示例，不代表真实业务'] as const] : []),
    ],
    columns: [
      { header: '指标', width: 26 },
      { header: '单位', width: 14 },
      { header: '分项', width: 18 },
      { header: '名称', width: 40 },
      { header: '本期', width: 20, numFmt: '#,##0.00' },
      { header: '上年同期', width: 20, numFmt: '#,##0.00' },
      { header: '今年以来', width: 20, numFmt: '#,##0.00' },
    ],
    rows: MEASURES.flatMap((measure: Measure) => [wholeRow(measure, figures), ...partRows(measure, figures)]),
  })
}

function wholeRow(measure: Measure, { part, asked }: Figures): readonly ExportCell[] {
  const of = (period: Parameters<typeof total>[2]) => told(measure, total(measure, part, period).value)
  const { period } = asked
  const since = measure.time === 'at' ? null : of(sinceNewYear(period))
  return [measure.name, unitOf(measure), '合计', '', of(period), of(yearBefore(period)), since]
}

function partRows(measure: Measure, { part, asked, names }: Figures): readonly (readonly ExportCell[])[] {
  return DIMENSIONS.flatMap((by) =>
    breakdown(measure, part, asked.period, by).map(({ key, value }): readonly ExportCell[] => [
      ...[measure.name, unitOf(measure), BY[by], names.nameOf(by, key)],
      told(measure, value),
    ]),
  )
}

/** In the unit of the second column; what cannot be told stays empty. */
function told({ unit }: Measure, value: number | null): number | null {
  if (value === null) return null
  if (unit === 'fen') return wanFromFen(value)
  return unit === 'bp' ? value / 100 : unit === 'share' ? value * 100 : value
}
