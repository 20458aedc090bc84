import { parseCreditCode } from '../kernel/credit-code.js'
import { isLawDate, type LawDate } from '../kernel/dates.js'
import { parseFormNumber } from '../kernel/form-number.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { toHalfWidth } from '../kernel/text.js'
import type { ColumnId } from './columns.js'
import type { NewEntry } from './entry.js'
import type { Register } from './register.js'
import { EMPTY, type Cell } from './sheet/cell.js'

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
    const cell = cellOf(column) ?? EMPTY
    const result = cell.kind === 'fault' ? failed(cell.reason) : read(cell)
    if (result.ok) return result.value
    faults.push({ column, reason: result.error })
    return null
  }
  const { grade, yearly } = register
  const name = take('name', readName)
  const creditCode = take('creditCode', readCode)
  const level = grade === null ? null : take('grade', (cell) => readGrade(cell, grade))
  const year = take('year', (cell) => readYear(cell, yearly, Number(today.slice(0, 4))))
  const validFrom = take('validFrom', readDate)
  const validTo = take('validTo', readDate)
  const source = take('source', (cell) => readText(cell, 200))
  if (validFrom !== null && validTo !== null && validTo < validFrom) {
    faults.push({ column: 'validTo', reason: '有效期止早于有效期起，请核对' })
  }
  if (faults.length > 0 || name === null) return failed(faults)
  return ok({ name, creditCode, grade: level, year, validFrom, validTo, source })
}

function readName(cell: Cell): Result<string> {
  const text = readText(cell, 100)
  if (!text.ok) return text
  if (text.value === null) return failed('没有填写名称，请补上')
  return text.value.length < 2 ? failed('名称太短，请写全称') : ok(text.value)
}

/** A text that a spreadsheet would run as a formula is no name and no title; it is kept out at the door. */
function readText(cell: Cell, longest: number): Result<string | null> {
  if (cell.kind === 'empty') return ok(null)
  // Pages that people copy from leave marks of no width.
  const text = wordsOf(cell)
    .normalize('NFC')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\s+/gu, ' ')
    .trim()
  if (/[\p{Cc}\p{Cf}\ufffd<>]/u.test(text)) return failed('含有不能使用的字符，请重新输入')
  if (/^[=+\-@＝＋－＠]/u.test(text)) return failed(`不能以“${text.charAt(0)}”开头，请改正`)
  return text.length > longest ? failed(`太长，最多 ${longest} 个字`) : ok(text === '' ? null : text)
}

function readCode(cell: Cell): Result<string | null> {
  if (cell.kind === 'empty') return ok(null)
  if (cell.kind === 'number') {
    return failed('代码被存成了数字，末几位已经丢失，请把这一列设为文本后重新填写')
  }
  return parseCreditCode(wordsOf(cell))
}

function readGrade(cell: Cell, { label, values }: NonNullable<Register['grade']>): Result<string> {
  const text = toHalfWidth(wordsOf(cell)).replace(/\s/g, '')
  if (text === '') return failed(`没有填写${label}，只能填：${values.join('、')}`)
  return values.includes(text) ? ok(text) : failed(`${label}“${text.slice(0, 20)}”不认识，只能填：${values.join('、')}`)
}

function readYear(cell: Cell, needed: boolean, current: number): Result<number | null> {
  if (cell.kind === 'date') return failed('这里只填年份，四位数字，如 2025')
  const number = parseFormNumber(wordsOf(cell), { unit: '年', whole: true, min: 2000, max: current })
  if (number.kind === 'fault') return failed(`年度${number.reason}，请填四位年份，如 ${current}`)
  if (number.kind === 'number') return ok(number.value)
  return needed ? failed(`没有填写年度，请填四位年份，如 ${current}`) : ok(null)
}

const WRITTEN = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/

function readDate(cell: Cell): Result<LawDate | null> {
  if (cell.kind === 'empty') return ok(null)
  if (cell.kind === 'date') return isLawDate(cell.date) ? ok(cell.date) : failed('日期无法识别，请写成 2025-01-31')
  const text = toHalfWidth(wordsOf(cell)).replace(/\s|0?0:00(:00)?$/g, '')
  if (cell.kind === 'number' && text.length !== 8) {
    return failed(`“${text}”是没有设成日期格式的数字，请把单元格设为日期，或写成 2025-01-31`)
  }
  const parts = WRITTEN.exec(text)
  const [, year = '', month, day, bareMonth, bareDay] = parts ?? []
  const date = [year, (month ?? bareMonth ?? '').padStart(2, '0'), (day ?? bareDay ?? '').padStart(2, '0')].join('-')
  return isLawDate(date) ? ok(date) : failed(`日期“${text.slice(0, 20)}”不存在或写法不对，请写成 2025-01-31`)
}

const wordsOf = (cell: Cell): string => {
  switch (cell.kind) {
    case 'text':
      return cell.text
    case 'number':
      return String(cell.value)
    case 'date':
      return cell.date
    case 'empty':
    case 'fault':
      return ''
  }
}
