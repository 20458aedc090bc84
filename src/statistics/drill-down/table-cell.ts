import { formatDate, type LawDate } from '../../kernel/dates.js'
import type { ExportCell } from '../../spreadsheets/index.js'

/** One cell of a table: what it says, where it leads, and what a workbook keeps of it. */
export type TableCell = {
  readonly text: string
  readonly href?: string
  /** Marks the row as invented. */
  readonly sample?: boolean
  readonly num?: boolean
  /** A number for the workbook; without it the text is kept. A share, told in percent, is kept as a share. */
  readonly value?: number | Date | null
}

export const textCell = (says: string): TableCell => ({ text: says })
/** A day: a date in a workbook, so that rows can be sorted by it. */
export const dayCell = (on: LawDate): TableCell => ({ text: formatDate(on), value: new Date(`${on}T00:00:00Z`) })
/** What is not known says so, and stays empty in a workbook. */
export const numberCell = (value: number | null, says: string | null): TableCell =>
  value === null || says === null ? { text: '无', num: true, value: null } : { text: says, num: true, value }

export function exportCell({ text: says, value }: TableCell): ExportCell {
  if (value === undefined) return says
  return typeof value === 'number' && says.endsWith('%') ? { number: value, numFmt: '0.0%' } : value
}
