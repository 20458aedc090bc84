import { dateOf } from '../../statistics/index.js'
import { SAMPLE_COLUMN, sampleMark, type PlainCell, type SheetColumn } from '../../spreadsheets/index.js'
import type { RegisterRow } from './register-row.js'

/** How a value is written: money in 元, rates in percent, days as dates. */
export type ColumnKind = 'text' | 'money' | 'rate' | 'day' | 'tonnes' | 'yes' | 'class' | 'sample'
export type RegisterKey = keyof RegisterRow
export type RegisterColumn = SheetColumn<RegisterKey> & { readonly kind: ColumnKind }

const UNITS: Readonly<Partial<Record<ColumnKind, string>>> = { money: '元', rate: '%' }
const WIDTHS: Readonly<Record<ColumnKind, number>> = {
  ...{ text: 20, money: 20, rate: 12, day: 14, tonnes: 18, yes: 10, class: 14, sample: 10 },
}
const FORMATS: Readonly<Partial<Record<ColumnKind, string>>> = {
  ...{ money: '#,##0.00', rate: '0.00', day: 'yyyy-mm-dd', tonnes: '#,##0.000' },
}

type ColumnOptions = { readonly needed?: true; readonly unit?: string; readonly width?: number; readonly hint?: string }

const column = (id: RegisterKey, label: string, kind: ColumnKind, more: ColumnOptions = {}): RegisterColumn => {
  const { needed = false, width = WIDTHS[kind], hint = '', unit = UNITS[kind] } = more
  return { id, label, kind, required: needed, width, hint, ...(unit !== undefined && { unit }) }
}

/** The columns of the ledger, by which it is written and read. */
export const REGISTER_COLUMNS: readonly RegisterColumn[] = [
  column('bank', '机构', 'text', { needed: true, width: 28 }),
  column('contract', '合同编号', 'text', { needed: true, width: 26 }),
  column('number', '平台贷款编号', 'text'),
  column('borrower', '借款人', 'text', { needed: true, width: 32 }),
  column('creditCode', '统一社会信用代码', 'text', { width: 24 }),
  column('industryCode', '行业代码', 'text', { width: 10 }),
  column('industry', '行业名称', 'text', { width: 26 }),
  column('size', '企业规模', 'text', { width: 10 }),
  column('ownership', '企业所有制', 'text', { width: 14 }),
  column('division', '所在师市', 'text'),
  column('greenCode', '绿色类别代码', 'class'),
  column('green', '绿色类别名称', 'text', { width: 34 }),
  column('catalogue', '目录版本', 'text', { width: 12 }),
  column('project', '项目名称', 'text', { needed: true, width: 34 }),
  column('projectId', '项目编号', 'text', { needed: true, width: 28 }),
  column('investmentFen', '项目总投资', 'money'),
  column('amountFen', '合同金额', 'money', { needed: true }),
  column('drawnFen', '累计发放', 'money', { needed: true }),
  column('periodDrawnFen', '期间发放', 'money', { needed: true }),
  column('repaidFen', '累计还本', 'money', { needed: true }),
  column('balanceFen', '贷款余额', 'money', { needed: true }),
  column('rateBp', '年利率', 'rate', { needed: true }),
  column('allInBp', '综合融资成本', 'rate', { width: 14 }),
  column('signedDay', '签约日', 'day', { needed: true }),
  column('maturityDay', '到期日', 'day', { needed: true }),
  column('closedDay', '结清日', 'day'),
  column('guarantee', '主要担保方式', 'text', { needed: true, width: 14 }),
  column('quality', '五级分类', 'text', { width: 10 }),
  column('overduePrincipalFen', '逾期本金', 'money', { needed: true }),
  column('overdueInterestFen', '逾期利息', 'money', { needed: true }),
  column('savingTce', '项目年节能量', 'tonnes', { unit: '吨标准煤' }),
  column('attributedTce', '归因年节能量', 'tonnes', { unit: '吨标准煤' }),
  column('carbonT', '项目年减排量', 'tonnes', { unit: '吨二氧化碳' }),
  column('attributedT', '归因年减排量', 'tonnes', { unit: '吨二氧化碳' }),
  column('firstLoan', '首贷', 'yes'),
  // Ledgers that were drawn up before samples had a column of their own say it there.
  { ...column('isSample', SAMPLE_COLUMN, 'sample'), alias: ['备注'] },
]

export const formatOf = ({ kind }: RegisterColumn): string | undefined => FORMATS[kind]

/** The code of what is known not to be green, in a sheet. */
export const NOT_GREEN_TEXT = '非绿色'

/** A row as cells; what is not known stays empty, never 0. */
export const registerCells = (row: RegisterRow): readonly PlainCell[] =>
  REGISTER_COLUMNS.map(({ id, kind }) => cellFor(kind, row[id]))

function cellFor(kind: ColumnKind, value: string | number | boolean | null): PlainCell {
  if (kind === 'sample') return sampleMark(value === true)
  if (value === null) return null
  if (kind === 'yes') return value === true ? '是' : '否'
  if (kind === 'class') return value === '' ? NOT_GREEN_TEXT : String(value)
  if (typeof value !== 'number') return String(value)
  if (kind === 'day') return new Date(`${dateOf(value)}T00:00:00Z`)
  return kind === 'money' || kind === 'rate' ? value / 100 : value
}
