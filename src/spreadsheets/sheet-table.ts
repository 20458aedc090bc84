import type { LawDate } from '../kernel/dates.js'
import { failed, type Result } from '../kernel/result.js'
import { type Cell, EMPTY_CELL } from './xlsx/cell.js'
import { SAMPLE_COLUMN } from './sample-mark.js'
import { toHalfWidth } from '../kernel/text.js'

/** One column of a workbook and one field of the form that enters the same row by hand. */
export type SheetColumn<Id extends string = string> = {
  readonly id: Id
  readonly label: string
  readonly required: boolean
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
  readonly headerColumns: readonly Id[]
  /** The column whose text names a row among the refused ones. */
  readonly nameColumn: Id
  /** Reads a row, from a sheet or a form alike; every faulty cell is named. */
  readonly parse: (cellOf: CellOf<Id>, today: LawDate) => Result<T, readonly ColumnFault<Id>[]>
  /** Why a sound row is not taken from a workbook all the same, in Chinese; null where it is. */
  readonly refusalOf?: (row: T) => string | null
  /** What makes two rows the same row. */
  readonly keyOf: (row: T) => string
}

/** Reads the cells of one row and gathers what is wrong with each; a cell that is no value is refused unread. */
export function cellReader<Id extends string>(cellOf: CellOf<Id>) {
  const faults: ColumnFault<Id>[] = []
  const take = <T>(column: Id, read: (cell: Cell) => Result<T | null>): T | null => {
    const cell = cellOf(column) ?? EMPTY_CELL
    const result = cell.kind === 'fault' ? failed(cell.reason) : read(cell)
    if (result.ok) return result.value
    faults.push({ column, reason: result.error })
    return null
  }
  return { faults, take }
}

export type Header<Id extends string> =
  | {
      readonly kind: 'header'
      readonly places: ReadonlyMap<Id, number>
      /** Where each row says whether it is a sample; null where no column of the table or of the sheet is for that. */
      readonly mark: number | null
      readonly unused: readonly string[]
    }
  /** It looks like a header, and this is wrong with it. */
  | { readonly kind: 'fault'; readonly reason: string }
  | { readonly kind: 'none' }

/**
 * Reads a row as the header. Columns may stand in any order. An amount whose header names no unit, or another one,
 * is refused: 万元 read as 亿元 would be wrong by ten thousand times and look sound.
 */
export function headerIn<Id extends string>(
  cells: readonly (Cell | undefined)[],
  columns: readonly SheetColumn<Id>[],
  headed: readonly Id[],
): Header<Id> {
  const places = new Map<Id, number>()
  const unused: string[] = []
  const faults: string[] = []
  let mark: number | null = null
  cells.forEach((cell, place) => {
    if (cell?.kind !== 'text') return
    const { words, unit } = partsOf(cell.text)
    const column = columns.find((one) => [plainLabel(one), ...(one.alias ?? [])].includes(words))
    if (column === undefined && words === SAMPLE_COLUMN) mark ??= place
    else if (column === undefined) unused.push(cell.text.trim().slice(0, 20))
    else if (places.has(column.id)) faults.push(`“${column.label}”出现了两次，请只保留一列`)
    else {
      places.set(column.id, place)
      if (column.unit !== undefined && unit !== column.unit) faults.push(unitFault(column, unit))
    }
  })
  if (!headed.every((id) => places.has(id))) return { kind: 'none' }
  if (faults[0] !== undefined) return { kind: 'fault', reason: `表头中${faults[0]}` }
  const missing = columns.filter(({ id, required: needed }) => needed && !places.has(id))
  if (missing.length === 0) return { kind: 'header', places, mark, unused }
  return { kind: 'fault', reason: `表头中缺少“${missing.map(({ label }) => label).join('”“')}”，请按模板补上` }
}

const unitFault = ({ label, unit = '' }: SheetColumn, written: string) =>
  written === ''
    ? `“${label}”没有写单位，请写成“${label}（${unit}）”`
    : `“${label}”的单位是“${written}”，这里只收${unit}，请换算后写成“${label}（${unit}）”`

const plainLabel = ({ label }: SheetColumn) => partsOf(label).words

/** `总投资（万元）*` → the words and what stands in brackets behind them; stars mark what is needed and do not count. */
function partsOf(text: string): { readonly words: string; readonly unit: string } {
  const plain = toHalfWidth(text).replace(/[\s*]/g, '')
  const [, words = plain, unit = ''] = /^(.*?)\(([^()]*)\)$/.exec(plain) ?? []
  return { words, unit }
}
