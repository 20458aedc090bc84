import { addDays, isLawDate, type LawDate } from '../../kernel/dates.js'
import type { OpenWorkbook } from './open-workbook.js'
import { parseCreditCode } from '../../kernel/credit-code.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { toHalfWidth } from '../../kernel/text.js'

/** What stands in a cell, as far as a row of a register can use it. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'date'; readonly date: string }
  /** Something that is not a value; the reason is a Chinese sentence. */
  | { readonly kind: 'fault'; readonly reason: string }

export const EMPTY_CELL: Cell = { kind: 'empty' }

/** A cell that holds a text as a form sends it; blank is empty. */
export const textCell = (text: string): Cell => (text.trim() === '' ? EMPTY_CELL : { kind: 'text', text })

/** A cell as the sheet writes it (ECMA-376, 18.3.1.4). */
export type RawCell = { readonly type: string; readonly style: number; formula: boolean; text: string }

/** Reads a cell: a formula is refused, since its result may be old or of another workbook. */
export function cellFrom(
  raw: RawCell,
  workbook: Pick<OpenWorkbook, 'sharedStrings' | 'dateStyles' | 'from1904'>,
): Cell {
  if (raw.formula) return { kind: 'fault', reason: '单元格是公式，请复制后用“选择性粘贴—数值”替换' }
  switch (raw.type) {
    case 's':
      return textCell(plain(workbook.sharedStrings[Number(raw.text)] ?? ''))
    case 'e':
      return { kind: 'fault', reason: `单元格是错误值 ${raw.text.slice(0, 10)}，请改正` }
    case 'b':
      return textCell(raw.text === '1' ? 'TRUE' : 'FALSE')
    case 'd':
      return dateCell(raw.text.slice(0, 10))
    case 'n':
      return numberCell(raw, workbook)
    default:
      return textCell(plain(raw.text))
  }
}

function numberCell(
  { text, style }: RawCell,
  { dateStyles, from1904 }: Pick<OpenWorkbook, 'dateStyles' | 'from1904'>,
): Cell {
  if (text.trim() === '') return EMPTY_CELL
  const value = Number(text)
  if (!Number.isFinite(value)) return { kind: 'fault', reason: '单元格里的数字无法识别，请重新填写' }
  if (dateStyles[style] !== true) return { kind: 'number', value }
  const days = Math.floor(value)
  if (days < 61 || days > 2_900_000) return { kind: 'fault', reason: '日期超出范围，请写成 2025-01-31' }
  return dateCell(addDays(from1904 ? '1904-01-01' : '1899-12-30', days))
}

const dateCell = (date: string): Cell =>
  isLawDate(date) ? { kind: 'date', date } : { kind: 'fault', reason: '日期无法识别，请写成 2025-01-31' }

/** Control characters stand in a sheet as `_x000D_`. */
const plain = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text

/** A text that a spreadsheet would run as a formula is no name and no title; it is kept out at the door. */
export function readTextCell(cell: Cell, longest: number): Result<string | null> {
  if (cell.kind === 'empty') return ok(null)
  // Pages that people copy from leave marks of no width.
  const text = cellText(cell)
    .normalize('NFC')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\s+/gu, ' ')
    .trim()
  if (/[\p{Cc}\p{Cf}\ufffd<>]/u.test(text)) return failed('含有不能使用的字符，请重新输入')
  if (/^[=+\-@＝＋－＠]/u.test(text)) return failed(`不能以“${text.charAt(0)}”开头，请改正`)
  return text.length > longest ? failed(`太长，最多 ${longest} 个字`) : ok(text === '' ? null : text)
}

/** A unified social credit code; empty is null. The error is a Chinese sentence. */
export function readCreditCodeCell(cell: Cell): Result<string | null> {
  if (cell.kind === 'empty') return ok(null)
  if (cell.kind === 'number') {
    return failed('代码被存成了数字，末几位已经丢失，请把这一列设为文本后重新填写')
  }
  return parseCreditCode(cellText(cell))
}

const WRITTEN = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/

/** A day as a date cell, or as people write it; empty is null. The error is a Chinese sentence. */
export function readDateCell(cell: Cell): Result<LawDate | null> {
  if (cell.kind === 'empty') return ok(null)
  if (cell.kind === 'date') return isLawDate(cell.date) ? ok(cell.date) : failed('日期无法识别，请写成 2025-01-31')
  const text = toHalfWidth(cellText(cell)).replace(/\s|0?0:00(:00)?$/g, '')
  if (cell.kind === 'number' && text.length !== 8) {
    return failed(`“${text}”是没有设成日期格式的数字，请把单元格设为日期，或写成 2025-01-31`)
  }
  const parts = WRITTEN.exec(text)
  const [, year = '', month, day, bareMonth, bareDay] = parts ?? []
  const date = [year, (month ?? bareMonth ?? '').padStart(2, '0'), (day ?? bareDay ?? '').padStart(2, '0')].join('-')
  return isLawDate(date) ? ok(date) : failed(`日期“${text.slice(0, 20)}”不存在或写法不对，请写成 2025-01-31`)
}

/** What stands in a cell as text; nothing for what is no value. */
export const cellText = (cell: Cell): string => {
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
