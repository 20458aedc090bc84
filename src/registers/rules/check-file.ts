import type { LawDate } from '../../kernel/dates.js'
import { type ColumnId, columnsOf, parseRow, type RegisterColumn, registerHeader } from './columns.js'
import { entryKey, type NewEntry, type Register } from './register.js'
import {
  type Cell,
  type FaultyRow,
  mergedCells,
  type MergedRows,
  readSheets,
  SAMPLE_COLUMN,
  sampleEnterpriseFault,
  sampleMarkFault,
  type SheetRow,
} from '../../spreadsheets/index.js'

/** The most rows of one file; a longer one has to be split. */
export const MOST_ROWS = 50_000
const HEADER_WITHIN = 10

export type CheckedRow =
  | { readonly kind: 'entry'; readonly row: number; readonly entry: NewEntry; readonly key: string }
  | { readonly kind: 'faulty'; readonly row: FaultyRow }
  /** A fault of the whole file; no row of it can be imported. */
  | { readonly kind: 'file'; readonly fault: string }
  | { readonly kind: 'header'; readonly unused: readonly string[] }

/**
 * Checks a workbook row by row: each row yields an entry or the list of its faults. Only the sheet that has the header is
 * read. Two rows with the same key are a duplicate.
 */
export async function* checkFile(bytes: Buffer, register: Register, today: LawDate): AsyncGenerator<CheckedRow> {
  const merges = await mergedCells(bytes)
  const seen = new Map<string, number>()
  let open = null as OpenSheet | null
  let counted = 0
  for await (const row of readSheets(bytes)) {
    if (open?.sheet !== row.sheet) {
      const header = row.number <= HEADER_WITHIN ? registerHeader(row.cells, register) : ({ kind: 'none' } as const)
      if (header.kind === 'none') continue
      if (header.kind === 'fault') {
        yield { kind: 'file', fault: `第 ${row.number} 行：${header.reason}` }
        continue
      }
      if (open) yield { kind: 'file', fault: '有两张工作表都带有表头，请只保留一张' }
      const { places, mark } = header
      open = { sheet: row.sheet, places, mark, header: row.number, merges: merges.get(row.sheet) ?? [] }
      yield { kind: 'header', unused: header.unused }
      continue
    }
    if (!hasContent(row, open)) continue
    counted += 1
    if (counted > MOST_ROWS) continue
    yield checkedRow(row, open, { register, today, seen })
  }
  if (open === null) yield { kind: 'file', fault: `前 ${HEADER_WITHIN} 行里没有找到表头，请使用本页的模板` }
  else if (counted === 0) yield { kind: 'file', fault: '表头下面没有数据' }
  if (counted > MOST_ROWS) yield { kind: 'file', fault: `超过 ${MOST_ROWS} 行，请拆成几个文件` }
}

type OpenSheet = {
  readonly sheet: string
  readonly places: ReadonlyMap<ColumnId, number>
  readonly mark: number | null
  readonly header: number
  readonly merges: readonly MergedRows[]
}

/** Whether any column that is read has something in it: remarks below the table are no rows. */
const hasContent = ({ cells }: SheetRow, { places }: OpenSheet) =>
  [...places.values()].some((place) => (cells[place]?.kind ?? 'empty') !== 'empty')

function checkedRow(
  { number, cells }: SheetRow,
  { places, mark, merges }: OpenSheet,
  { register, today, seen }: { register: Register; today: LawDate; seen: Map<string, number> },
): CheckedRow {
  const cellOf = (column: ColumnId): Cell | undefined => {
    const place = places.get(column)
    return place === undefined ? undefined : cells[place]
  }
  const merged = merges.find(({ first, last }) => first <= number && number <= last)
  const parsed = parseRow(register, cellOf, today)
  const columns = columnsOf(register)
  const faults = parsed.ok
    ? []
    : parsed.error.map(({ column, reason }) => ({ label: columnLabel(columns, places, column), reason }))
  const marked = mark === null ? null : sampleMarkFault(cells[mark])
  const invented = marked ?? (parsed.ok ? sampleEnterpriseFault(parsed.value) : null)
  if (invented !== null) {
    faults.push({
      label: marked === null ? columnLabel(columns, places, 'name') : labelWithLetter(mark, SAMPLE_COLUMN),
      reason: invented,
    })
  }
  if (merged) faults.unshift({ label: merged.ref, reason: '是合并单元格，请取消合并并逐行填写' })
  if (parsed.ok && faults.length === 0) {
    const key = entryKey(register, parsed.value)
    const first = seen.get(key)
    if (first === undefined) {
      seen.set(key, number)
      return { kind: 'entry', row: number, entry: parsed.value, key }
    }
    faults.push({ label: columns[0]?.label ?? '', reason: `与第 ${first} 行重复，请删除其中一行` })
  }
  return { kind: 'faulty', row: { row: number, name: nameIn(cellOf('name')), faults } }
}

/** “C 列 级别”: the letter helps to find it in the sheet. */
function columnLabel(
  columns: readonly RegisterColumn[],
  places: ReadonlyMap<ColumnId, number>,
  column: ColumnId,
): string {
  const label = columns.find(({ id }) => id === column)?.label ?? column
  const place = places.get(column)
  return labelWithLetter(place ?? null, label)
}

const labelWithLetter = (place: number | null, label: string) =>
  place === null ? label : `${letters(place)} 列 ${label}`

const letters = (place: number): string =>
  place < 26 ? String.fromCharCode(65 + place) : letters(Math.floor(place / 26) - 1) + letters(place % 26)

const nameIn = (cell: Cell | undefined): string => (cell?.kind === 'text' ? cell.text.trim().slice(0, 60) : '')
