import type { LawDate } from '../kernel/dates.js'
import type { Result } from '../kernel/result.js'
import type { Cell } from '../registers/index.js'

/** One column of a workbook and one field of the form that enters the same row by hand. */
export type SheetColumn<Id extends string = string> = {
  readonly id: Id
  readonly label: string
  readonly needed: boolean
  readonly hint: string
  /** The unit that its numbers stand in; a header that names another one is refused. */
  readonly unit?: string
  /** Other words that people write over the column. */
  readonly alias?: readonly string[]
  /** Text of several lines, in a form. */
  readonly long?: boolean
  /** What may be chosen; absent is free text. */
  readonly choices?: readonly string[]
  /** Width of the column in a workbook, in characters. */
  readonly width: number
}

/** What is wrong with one cell and how to mend it, in Chinese. */
export type ColumnFault<Id extends string = string> = { readonly column: Id; readonly reason: string }

export type CellOf<Id extends string> = (column: Id) => Cell | undefined

/** A kind of rows that are imported from workbooks and entered by hand, by one set of rules. */
export type SheetTable<T, Id extends string = string> = {
  readonly id: 'reported' | 'pipeline' | 'agreement'
  /** What the sheet is called, as in “三张清单项目”. */
  readonly title: string
  readonly columns: readonly SheetColumn<Id>[]
  /** The columns by which a row is known for the header. */
  readonly headed: readonly Id[]
  /** The column whose text names a row among the refused ones. */
  readonly named: Id
  /** Reads a row, from a sheet or a form alike; every faulty cell is named. */
  readonly parse: (cellOf: CellOf<Id>, today: LawDate) => Result<T, readonly ColumnFault<Id>[]>
  /** Why a sound row is not taken from a workbook all the same, in Chinese; null where it is. */
  readonly refusalOf?: (row: T) => string | null
  /** What makes two rows the same row. */
  readonly keyOf: (row: T) => string
}
