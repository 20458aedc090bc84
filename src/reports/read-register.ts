import { failed, ok, type Result } from '../kernel/result.js'
import { parseFormNumber } from '../kernel/form-number.js'
import {
  type Cell,
  cellReader,
  cellText,
  headerIn,
  readDateCell,
  readSampleMark,
  readSheets,
  readTextCell,
  UnreadableSheet,
} from '../spreadsheets/index.js'
import { dayOf } from '../statistics/index.js'
import { REGISTER_COLUMNS, NOT_GREEN_TEXT, type RegisterKey } from './rules/register-columns.js'
import type { RegisterRow } from './rules/register-row.js'

/** A row of a sheet by the number that the spreadsheet program shows. */
export type ReadRow = { readonly number: number; readonly loan: RegisterRow }
export type UnreadRow = { readonly number: number; readonly column: string; readonly message: string }
export type ReadRegister = {
  readonly rows: readonly ReadRow[]
  readonly unread: readonly UnreadRow[]
  /** What keeps the whole file from being read. */
  readonly fault: string | null
}

const HEADER_WITHIN = 10
const MOST_ROWS = 5000
const LONGEST = 200

/** Reads a ledger from a workbook with the columns of the export; the bytes have passed `inspectFile`. */
export async function readRegister(bytes: Buffer): Promise<ReadRegister> {
  const rows: ReadRow[] = []
  const unread: UnreadRow[] = []
  let header: { readonly sheet: string; readonly places: ReadonlyMap<RegisterKey, number> } | null = null
  const stopped = (fault: string): ReadRegister => ({ rows, unread, fault })
  try {
    for await (const { sheet, number, cells } of readSheets(bytes)) {
      if (header === null) {
        if (number > HEADER_WITHIN) continue
        const found = headerIn(cells, REGISTER_COLUMNS, ['contract', 'borrower'])
        if (found.kind === 'fault') return stopped(`第 ${number} 行：${found.reason}`)
        if (found.kind === 'header') header = { sheet, places: found.places }
      } else if (header.sheet === sheet) {
        const { places } = header
        const read = readRow((column) => cells[places.get(column) ?? -1])
        if (read.ok) rows.push({ number, loan: read.value })
        else
          unread.push(...read.error.map(({ column, reason }) => ({ number, column: labelOf(column), message: reason })))
        if (rows.length > MOST_ROWS) return stopped(`超过 ${MOST_ROWS} 行，请拆成几个文件`)
      }
    }
  } catch (error) {
    if (error instanceof UnreadableSheet) return stopped(error.message)
    throw error
  }
  if (header === null) return stopped(`前 ${HEADER_WITHIN} 行里没有找到表头，请使用台账导出的列`)
  return rows.length + unread.length === 0 ? stopped('表头下面没有数据') : { rows, unread, fault: null }
}

const labelOf = (column: RegisterKey) => REGISTER_COLUMNS.find(({ id }) => id === column)?.label ?? column

type Faults = readonly { readonly column: RegisterKey; readonly reason: string }[]

function readRow(cellOf: (column: RegisterKey) => Cell | undefined): Result<RegisterRow, Faults> {
  const { faults, take } = cellReader(cellOf)
  const text = (column: RegisterKey) => take(column, (cell) => readTextCell(cell, LONGEST))
  const money = (column: RegisterKey) => take(column, hundredths)
  const tonnes = (column: RegisterKey) => take(column, number)
  const day = (column: RegisterKey) => {
    const date = take(column, readDateCell)
    return date === null ? null : dayOf(date)
  }
  const needed = <T>(column: RegisterKey, value: T | null, blank: T): T => {
    if (value === null && !faults.some((fault) => fault.column === column)) faults.push({ column, reason: '不能留空' })
    return value ?? blank
  }
  const words = (column: RegisterKey) => needed(column, text(column), '')
  const sum = (column: RegisterKey) => needed(column, money(column), 0)
  const date = (column: RegisterKey) => needed(column, day(column), 0)
  const green = text('greenCode')
  const loan: RegisterRow = {
    ...{ bank: words('bank'), contract: words('contract'), number: text('number'), borrower: words('borrower') },
    ...{ creditCode: text('creditCode'), industryCode: text('industryCode'), industry: text('industry') },
    ...{ size: text('size'), ownership: text('ownership'), division: text('division') },
    greenCode: green === NOT_GREEN_TEXT ? '' : green,
    ...{ green: text('green'), catalogue: text('catalogue'), project: words('project') },
    ...{ projectId: words('projectId'), investmentFen: money('investmentFen'), amountFen: sum('amountFen') },
    ...{ drawnFen: sum('drawnFen'), periodDrawnFen: sum('periodDrawnFen'), repaidFen: sum('repaidFen') },
    ...{ balanceFen: sum('balanceFen'), rateBp: sum('rateBp'), allInBp: money('allInBp') },
    ...{ signedDay: date('signedDay'), maturityDay: date('maturityDay'), closedDay: day('closedDay') },
    ...{ guarantee: words('guarantee'), quality: text('quality') },
    ...{ overduePrincipalFen: sum('overduePrincipalFen'), overdueInterestFen: sum('overdueInterestFen') },
    ...{ savingTce: tonnes('savingTce'), carbonT: tonnes('carbonT') },
    ...{ attributedTce: tonnes('attributedTce'), attributedT: tonnes('attributedT') },
    firstLoan: take('firstLoan', yesOrNo),
    isSample: take('isSample', readSampleMark) ?? false,
  }
  return faults.length === 0 ? ok(loan) : failed(faults)
}

function number(cell: Cell): Result<number | null> {
  if (cell.kind === 'number') return ok(cell.value)
  const read = parseFormNumber(cellText(cell), {})
  if (read.kind === 'missing') return ok(null)
  return read.kind === 'fault' ? failed(read.reason) : ok(read.value)
}

/** Yuan or percent with two decimals, as a whole number of hundredths; a finer one is refused, not rounded. */
function hundredths(cell: Cell): Result<number | null> {
  const read = number(cell)
  if (!read.ok || read.value === null) return read
  const whole = Math.round(read.value * 100)
  if (!Number.isSafeInteger(whole)) return failed('数字太大，请核对单位')
  return Math.abs(whole - read.value * 100) > 1e-4 ? failed('最多两位小数') : ok(whole)
}

function yesOrNo(cell: Cell): Result<boolean | null> {
  const words = cellText(cell).trim()
  if (words === '') return ok(null)
  return words === '是' || words === '否' ? ok(words === '是') : failed('请写“是”或“否”，不清楚的留空')
}
