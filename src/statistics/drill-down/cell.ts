import { formatDate, type LawDate } from '../../kernel/dates.js'
import type { ExportCell } from '../../spreadsheets/index.js'

/** One cell of a table: what it says, where it leads, and what a workbook keeps of it. */
export type Cell = {
  readonly text: string
  readonly href?: string
  /** Marks the row as invented. */
  readonly sample?: boolean
  readonly num?: boolean
  /** A number for the workbook; without it the text is kept. A share, told in percent, is kept as a share. */
  readonly value?: number | Date | null
}

export const text = (says: string): Cell => ({ text: says })
/** A day: a date in a workbook, so that rows can be sorted by it. */
export const day = (on: LawDate): Cell => ({ text: formatDate(on), value: new Date(`${on}T00:00:00Z`) })
/** What is not known says so, and stays empty in a workbook. */
export const number = (value: number | null, says: string | null): Cell =>
  value === null || says === null ? { text: '无', num: true, value: null } : { text: says, num: true, value }

export function plain({ text: says, value }: Cell): ExportCell {
  if (value === undefined) return says
  return typeof value === 'number' && says.endsWith('%') ? { number: value, numFmt: '0.0%' } : value
}
