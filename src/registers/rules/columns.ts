import { toHalfWidth } from '../../kernel/text.js'
import type { NewEntry, Register } from './register.js'
import {
  type Cell,
  cellText,
  EMPTY_CELL,
  readCreditCodeCell,
  readDateCell,
  readTextCell,
  SAMPLE_COLUMN,
} from '../../spreadsheets/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { parseFormNumber } from '../../kernel/form-number.js'
import { failed, ok, type Result } from '../../kernel/result.js'

export const columnIds = ['name', 'creditCode', 'grade', 'year', 'validFrom', 'validTo', 'source'] as const
export type ColumnId = (typeof columnIds)[number]

export type RegisterColumn = {
  readonly id: ColumnId
  readonly label: string
  readonly needed: boolean
  readonly hint: string
}

/** The columns of a register, in the order of the template and of the form. */
export function columnsOf(register: Register): readonly RegisterColumn[] {
  const { named, grade, yearly } = register
  return [
    { id: 'name', label: named, needed: true, hint: '与营业执照或公布的名单一致，2 到 100 个字' },
    {
      id: 'creditCode',
      label: '统一社会信用代码',
      needed: false,
      hint: '18 位，单元格设为文本；名单没有给出的留空，按名称核对',
    },
    ...(grade === null
      ? []
      : [{ id: 'grade' as const, label: grade.label, needed: true, hint: `只能填：${grade.values.join('、')}` }]),
    { id: 'year', label: yearly ? '监察年度' : '认定年度', needed: yearly, hint: '四位数字，如 2025' },
    { id: 'validFrom', label: '有效期起', needed: false, hint: '如 2025-01-31，可留空' },
    { id: 'validTo', label: '有效期止', needed: false, hint: '如 2028-01-30，长期有效留空' },
    { id: 'source', label: '来源', needed: false, hint: '公布名单的文件名或文号，200 字以内' },
  ]
}

const ALIASES: Readonly<Record<ColumnId, readonly string[]>> = {
  name: ['名称', '企业名称', '单位名称', '园区名称', '公司名称'],
  creditCode: ['统一社会信用代码', '社会信用代码', '信用代码'],
  grade: ['级别', '等级', '监察结果', '结果', '称号', '称号名称'],
  year: ['年度', '年份', '认定年度', '监察年度', '批次年度'],
  validFrom: ['有效期起', '有效期自', '有效期开始', '生效日期'],
  validTo: ['有效期止', '有效期至', '有效期截止', '失效日期'],
  source: ['来源', '依据', '文件', '文号', '公布文件'],
}

export type RegisterHeader =
  | {
      readonly kind: 'header'
      readonly places: ReadonlyMap<ColumnId, number>
      /** Where each row says whether it is a sample; null where the sheet does not say it. */
      readonly mark: number | null
      readonly unused: readonly string[]
    }
  /** It looks like a header, and this is wrong with it. */
  | { readonly kind: 'fault'; readonly reason: string }
  | { readonly kind: 'none' }

/** Reads a row as the header: it is one when it has a column for the name. Columns may stand in any order. */
export function registerHeader(cells: readonly (Cell | undefined)[], register: Register): RegisterHeader {
  const columns = columnsOf(register)
  const places = new Map<ColumnId, number>()
  const unused: string[] = []
  let twice = ''
  let mark: number | null = null
  cells.forEach((cell, place) => {
    if (cell?.kind !== 'text') return
    const words = plain(cell.text)
    const column = columns.find(({ id, label }) => words === plain(label) || ALIASES[id].includes(words))
    if (words === SAMPLE_COLUMN) mark ??= place
    else if (column === undefined) unused.push(cell.text.trim().slice(0, 20))
    else if (places.has(column.id)) twice = column.label
    else places.set(column.id, place)
  })
  if (!places.has('name')) return { kind: 'none' }
  if (twice !== '') return { kind: 'fault', reason: `表头中“${twice}”出现了两次，请只保留一列` }
  const missing = columns.filter(({ id, needed }) => needed && !places.has(id))
  if (missing.length > 0) {
    return { kind: 'fault', reason: `表头中缺少“${missing.map(({ label }) => label).join('”“')}”，请按模板补上` }
  }
  return { kind: 'header', places, mark, unused }
}

/** Stars and brackets behind a label, as forms mark what is needed, do not count. */
const plain = (text: string) => toHalfWidth(text).replace(/[\s*]|\(.*\)$/g, '')

/** What is wrong with one cell and how to mend it, in Chinese. */
export type CellFault = { readonly column: ColumnId; readonly reason: string }

/** Reads a row, from a sheet or a form alike; every faulty cell is named. `today` bounds the years. */
export function parseRow(
  register: Register,
  cellOf: (column: ColumnId) => Cell | undefined,
  today: LawDate,
): Result<NewEntry, readonly CellFault[]> {
  const faults: CellFault[] = []
  const take = <T>(column: ColumnId, read: (cell: Cell) => Result<T | null>): T | null => {
    const cell = cellOf(column) ?? EMPTY_CELL
    const result = cell.kind === 'fault' ? failed(cell.reason) : read(cell)
    if (result.ok) return result.value
    faults.push({ column, reason: result.error })
    return null
  }
  const { grade, yearly } = register
  const name = take('name', readName)
  const creditCode = take('creditCode', readCreditCodeCell)
  const level = grade === null ? null : take('grade', (cell) => readGrade(cell, grade))
  const year = take('year', (cell) => readYear(cell, yearly, Number(today.slice(0, 4))))
  const validFrom = take('validFrom', readDateCell)
  const validTo = take('validTo', readDateCell)
  const source = take('source', (cell) => readTextCell(cell, 200))
  if (validFrom !== null && validTo !== null && validTo < validFrom) {
    faults.push({ column: 'validTo', reason: '有效期止早于有效期起，请核对' })
  }
  if (faults.length > 0 || name === null) return failed(faults)
  return ok({ name, creditCode, grade: level, year, validFrom, validTo, source })
}

function readName(cell: Cell): Result<string> {
  const text = readTextCell(cell, 100)
  if (!text.ok) return text
  if (text.value === null) return failed('没有填写名称，请补上')
  return text.value.length < 2 ? failed('名称太短，请写全称') : ok(text.value)
}

function readGrade(cell: Cell, { label, values }: NonNullable<Register['grade']>): Result<string> {
  const text = toHalfWidth(cellText(cell)).replace(/\s/g, '')
  if (text === '') return failed(`没有填写${label}，只能填：${values.join('、')}`)
  return values.includes(text) ? ok(text) : failed(`${label}“${text.slice(0, 20)}”不认识，只能填：${values.join('、')}`)
}

function readYear(cell: Cell, needed: boolean, current: number): Result<number | null> {
  if (cell.kind === 'date') return failed('这里只填年份，四位数字，如 2025')
  const number = parseFormNumber(cellText(cell), { unit: '年', whole: true, min: 2000, max: current })
  if (number.kind === 'fault') return failed(`年度${number.reason}，请填四位年份，如 ${current}`)
  if (number.kind === 'number') return ok(number.value)
  return needed ? failed(`没有填写年度，请填四位年份，如 ${current}`) : ok(null)
}
