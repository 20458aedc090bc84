import type { LawDate } from '../kernel/dates.js'
import { parseFormNumber } from '../kernel/form-number.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { toHalfWidth } from '../kernel/text.js'
import type { ColumnId } from './columns.js'
import type { NewEntry } from './entry.js'
import type { Register } from './register.js'
import { EMPTY, type Cell } from './sheet/cell.js'
import { readCode, readDate, readText, wordsOf } from './sheet/cell-values.js'

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
