import { addDays, isLawDate } from '../../kernel/dates.js'
import type { OpenWorkbook } from './open-workbook.js'

/** What stands in a cell, as far as a row of a register can use it. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'date'; readonly date: string }
  /** Something that is not a value; the reason is a Chinese sentence. */
  | { readonly kind: 'fault'; readonly reason: string }

export const EMPTY: Cell = { kind: 'empty' }

/** A cell that holds a text as a form sends it; blank is empty. */
export const textCell = (text: string): Cell => (text.trim() === '' ? EMPTY : { kind: 'text', text })

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
  if (text.trim() === '') return EMPTY
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
