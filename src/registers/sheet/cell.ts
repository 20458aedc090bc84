import type { CellValue } from 'exceljs'

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

/** Reads a cell: a formula is refused, since its result may be old or of another workbook. */
export function cellOf(value: CellValue | undefined): Cell {
  if (value === null || value === undefined) return EMPTY
  if (typeof value === 'string') return textCell(value)
  if (typeof value === 'number') return Number.isFinite(value) ? { kind: 'number', value } : EMPTY
  if (typeof value === 'boolean') return textCell(value ? 'TRUE' : 'FALSE')
  if (value instanceof Date) return dateCell(value)
  if ('richText' in value) return textCell(value.richText.map((run) => run.text).join(''))
  if ('formula' in value || 'sharedFormula' in value) {
    return { kind: 'fault', reason: '单元格是公式，请复制后用“选择性粘贴—数值”替换' }
  }
  if ('error' in value) return { kind: 'fault', reason: `单元格是错误值 ${value.error}，请改正` }
  if ('hyperlink' in value) return textCell(String(value.text))
  return { kind: 'fault', reason: '单元格的内容无法识别，请改为普通文本' }
}

/** Dates of a sheet have no time zone: the library gives them as midnight UTC. */
function dateCell(date: Date): Cell {
  if (Number.isNaN(date.getTime())) return { kind: 'fault', reason: '日期无法识别，请写成 2025-01-31' }
  return { kind: 'date', date: date.toISOString().slice(0, 10) }
}
