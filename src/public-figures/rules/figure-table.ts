import { parseFormNumber } from '../../kernel/form-number.js'
import { roundHalfUp } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { toHalfWidth } from '../../kernel/text.js'
import {
  type Cell,
  type CellOf,
  cellReader,
  cellText,
  type ColumnFault,
  EMPTY_CELL,
  readDateCell,
  readTextCell,
  type SheetTable,
} from '../../spreadsheets/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { figureKey, figureKinds, storedFigure, type StoredFigure } from './public-figure.js'
import { firstDayOf, parsePeriod } from './figure-period.js'
import { type FigureBound, type FigureUnit, FigureValue } from './figure-value.js'
import { officialLink } from '../../catalogue/index.js'

export const figureColumns = ['kind', 'period', 'value', 'unit', 'bound', 'source', 'sourceDate', 'url'] as const
export type FigureColumn = (typeof figureColumns)[number]

/** How many of the kept unit one written unit is. */
const UNITS: Readonly<Record<FigureUnit, Readonly<Record<string, number>>>> = {
  元: { 元: 100, 万元: 1e6, 亿元: 1e10 },
  吨标准煤: { 吨标准煤: 1, 万吨标准煤: 1e4 },
  家: { 家: 1 },
  款: { 款: 1 },
  个: { 个: 1 },
}
export const writtenUnits = [...new Set(Object.values(UNITS).flatMap((units) => Object.keys(units)))]
export const BOUNDS: Readonly<Record<string, FigureBound>> = { 准确: 'exact', 超过: 'above' }

/** One row of figures from outside: what, when, how much, in which unit, and who says so. */
export const figureTable: SheetTable<StoredFigure, FigureColumn> = {
  id: 'reported',
  title: '外部报送数据',
  columns: [
    { id: 'kind', label: '指标', required: true, width: 30, hint: `只能填：${figureKinds.map((one) => one.label).join('、')}`, choices: figureKinds.map((one) => one.label), alias: ['指标名称'] },
    { id: 'period', label: '期间', required: false, width: 18, hint: '2024年、2024年第3季度 或 2022-2024年；来源没有注明时点的留空' },
    { id: 'value', label: '数值', required: true, width: 16, hint: '只写数字，单位写在“单位”一列' },
    { id: 'unit', label: '单位', required: true, width: 14, hint: `只能填：${writtenUnits.join('、')}，并且要合乎指标`, choices: writtenUnits },
    { id: 'bound', label: '口径', required: false, width: 10, hint: '准确、超过；来源只说“超过”“以上”的填“超过”，留空为准确', choices: Object.keys(BOUNDS) },
    { id: 'source', label: '来源', required: true, width: 44, hint: '文件或报道的标题，200 字以内', alias: ['数据来源'] },
    { id: 'sourceDate', label: '来源日期', required: false, width: 14, hint: '如 2025-01-31，不知道的留空' },
    { id: 'url', label: '来源网址', required: false, width: 40, hint: '只收政府网站（.gov.cn）或银行官网的网址，其他的留空' },
  ], // prettier-ignore
  headerColumns: ['kind', 'value'],
  nameColumn: 'kind',
  parse: parseFigure,
  keyOf: figureKey,
}

function parseFigure(
  cellOf: CellOf<FigureColumn>,
  today: LawDate,
): Result<StoredFigure, readonly ColumnFault<FigureColumn>[]> {
  const { take, faults } = cellReader(cellOf)
  const kind = take('kind', readKind)
  const period = take('period', (cell) => readPeriod(cell, today))
  const number = take('value', (cell) => readValue(cell, kind?.unit ?? null))
  const factor = take('unit', (cell) => readUnit(cell, kind))
  const bound = take('bound', readBound)
  const sourceTitle = take('source', readSource)
  const sourceDate = take('sourceDate', (cell) => readPastDate(cell, today))
  const sourceUrl = take('url', readUrl)
  const value = kind && factor !== null && number !== null && bound ? valueOf(number * factor, kind.unit, bound) : null
  if (value && !value.ok) faults.push({ column: 'value', reason: value.error })
  if (faults.length > 0 || !kind || !value?.ok || sourceTitle === null) return failed(faults)
  return ok(storedFigure({ kind: kind.id, period, value: value.value, sourceTitle, sourceDate, sourceUrl }))
}

type Kind = (typeof figureKinds)[number]

function readKind(cell: Cell): Result<Kind> {
  const text = toHalfWidth(cellText(cell)).replace(/\s/g, '')
  if (text === '') return failed('没有填写指标')
  const found = figureKinds.find(({ label }) => label === text)
  return found ? ok(found) : failed(`指标“${text.slice(0, 20)}”不认识，请从模板的下拉列表中选`)
}

function readPeriod(cell: Cell, today: LawDate) {
  if (cell.kind === 'date') return failed('期间不是日期，请写成 2024年 或 2024年第3季度')
  const period = parsePeriod(cellText(cell))
  if (period.ok && period.value && firstDayOf(period.value) > today) return failed('期间还没有开始，请核对')
  return period
}

/** A sheet keeps what people typed as 31.36 in sixteen digits or more; fifteen of them were meant. */
const typedText = (cell: Cell) => (cell.kind === 'number' ? String(Number(cell.value.toPrecision(15))) : cellText(cell))

function readValue(cell: Cell, unit: FigureUnit | null): Result<number> {
  if (cell.kind === 'date') return failed('这里是日期，请填写数字')
  const number = parseFormNumber(typedText(cell), { min: 0, max: 1e12 })
  if (number.kind === 'missing') return failed('没有填写数值；不知道的不要填这一行，不要填 0')
  if (number.kind === 'fault') return failed(number.reason)
  if (number.value === 0) return failed('数值是 0，请核对；不知道的不要填这一行')
  if (unit !== null && unit !== '元' && unit !== '吨标准煤' && !Number.isInteger(number.value)) {
    return failed(`按“${unit}”计的要填整数`)
  }
  return ok(number.value)
}

function readUnit(cell: Cell, kind: Kind | null): Result<number | null> {
  const text = toHalfWidth(cellText(cell)).replace(/\s/g, '').replace('标煤', '标准煤')
  if (text === '') return failed('没有填写单位')
  // Which units are right hangs on the kind; where that is wrong, it alone is named.
  if (kind === null) return ok(null)
  const factor = Object.entries(UNITS[kind.unit]).find(([unit]) => unit === text)?.[1]
  const allowed = Object.keys(UNITS[kind.unit]).join('、')
  return factor === undefined
    ? failed(`“${kind.label}”的单位不能是“${text.slice(0, 10)}”，只能填：${allowed}`)
    : ok(factor)
}

function readBound(cell: Cell): Result<FigureBound> {
  const text = cellText(cell).trim()
  const bound = text === '' ? 'exact' : Object.entries(BOUNDS).find(([word]) => word === text)?.[1]
  return bound ? ok(bound) : failed(`口径“${text.slice(0, 10)}”不认识，只能填：${Object.keys(BOUNDS).join('、')}`)
}

function readSource(cell: Cell): Result<string> {
  const text = readTextCell(cell, 200)
  if (!text.ok) return text
  return text.value === null ? failed('没有填写来源；没有来源的数字不收') : ok(text.value)
}

function readPastDate(cell: Cell, today: LawDate): Result<LawDate | null> {
  const date = readDateCell(cell.kind === 'empty' ? EMPTY_CELL : cell)
  return date.ok && date.value !== null && date.value > today ? failed('来源日期晚于今天，请核对') : date
}

function valueOf(amount: number, unit: FigureUnit, bound: FigureBound): Result<FigureValue> {
  const steps = unit === '吨标准煤' ? 100 : 1
  const exact = roundHalfUp(Number((amount * steps).toPrecision(15)))
  if (Math.abs(exact - amount * steps) > 1e-6 * Math.max(1, exact * 1e-9)) {
    return failed(unit === '元' ? '小数太多，不足一分，请核对单位' : '小数太多，请核对单位')
  }
  if (!Number.isSafeInteger(exact)) return failed('数值太大，请核对单位')
  return ok(new FigureValue({ amount: exact / steps, unit, bound }))
}

/** Only a government's or a bank's own site is linked: other addresses may change hands. */
function readUrl(cell: Cell): Result<string | null> {
  const typed = cellText(cell).trim()
  if (typed === '') return ok(null)
  const link = typed.length > 500 ? null : officialLink(typed)
  return link === null ? failed('只收政府网站（.gov.cn）或银行官网的网址，其他来源请只写标题') : ok(link)
}
