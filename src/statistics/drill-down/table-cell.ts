import { formatDate, type LawDate } from '../../kernel/dates.js'
import type { ExportCell } from '../../spreadsheets/index.js'

/** One cell of a table: text and link for the page, value for the workbook. */
export type TableCell = {
  readonly text: string
  readonly href?: string
  /** Marks the row as sample data. */
  readonly sample?: boolean
  readonly num?: boolean
  /** Value in the workbook; without it the text is written. A percentage is written as a share. */
  readonly value?: number | Date | null
}

export const textCell = (says: string): TableCell => ({ text: says })
/** A day; a date in the workbook, so that it sorts. */
export const dayCell = (on: LawDate): TableCell => ({ text: formatDate(on), value: new Date(`${on}T00:00:00Z`) })
/** A number with its text; null shows 无 on the page and an empty cell in the workbook. */
export const numberCell = (value: number | null, says: string | null): TableCell =>
  value === null || says === null ? { text: '无', num: true, value: null } : { text: says, num: true, value }

export function exportCell({ text: says, value }: TableCell): ExportCell {
  if (value === undefined) return says
  return typeof value === 'number' && says.endsWith('%') ? { number: value, numFmt: '0.0%' } : value
}
