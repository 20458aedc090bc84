import type { LawDate } from '../kernel/dates.js'
import type { Cell } from './xlsx/cell.js'
import { mergedCells, type MergedRows } from './xlsx/open-workbook.js'
import { readSheets, type SheetRow, UnreadableSheet } from './xlsx/read-rows.js'
import { SAMPLE_COLUMN, sampleMarkFault } from './sample-mark.js'
import { headerIn, type SheetTable } from './sheet-table.js'

/** The most rows of one file; a longer one has to be split. */
export const MOST_ROWS = 2000
const HEADER_WITHIN = 10

/** One row that cannot be imported, with everything that is wrong with it. */
export type FaultyRow = {
  readonly row: number
  readonly name: string
  readonly faults: readonly { readonly label: string; readonly reason: string }[]
}

/** What a dry run found; `rows` are to be used only when nothing is wrong. */
export type CheckedWorkbook<T> = {
  readonly rows: readonly { readonly value: T; readonly key: string }[]
  readonly faulty: readonly FaultyRow[]
  /** What is wrong with the file as a whole, in Chinese. */
  readonly fault: string | null
  /** Columns of the sheet that the table does not have. */
  readonly unused: readonly string[]
}

type OpenSheet<Id extends string> = {
  readonly sheet: string
  readonly places: ReadonlyMap<Id, number>
  readonly mark: number | null
  readonly merges: readonly MergedRows[]
}

/** Checks an inspected workbook and writes nothing. Exactly one sheet may have the header; the others are ignored. */
export async function checkWorkbook<T, Id extends string>(
  bytes: Buffer,
  table: SheetTable<T, Id>,
  today: LawDate,
): Promise<CheckedWorkbook<T>> {
  const checker = new RowChecker(table, today)
  try {
    const merges = await mergedCells(bytes)
    let open = null as OpenSheet<Id> | null
    for await (const row of readSheets(bytes)) {
      if (open?.sheet === row.sheet) {
        checker.take(row, open)
        continue
      }
      const header =
        row.number <= HEADER_WITHIN
          ? headerIn(row.cells, table.columns, table.headerColumns)
          : { kind: 'none' as const }
      if (header.kind === 'fault') checker.fault ??= `第 ${row.number} 行：${header.reason}`
      if (header.kind !== 'header') continue
      if (open) checker.fault ??= '有两张工作表都带有表头，请只保留一张'
      const { places, mark } = header
      open = { sheet: row.sheet, places, mark, merges: merges.get(row.sheet) ?? [] }
      checker.unused = header.unused
    }
    if (open === null) checker.fault ??= `前 ${HEADER_WITHIN} 行里没有找到表头，请使用本页的模板`
    else if (checker.counted === 0) checker.fault ??= '表头下面没有数据'
    if (checker.counted > MOST_ROWS) checker.fault ??= `超过 ${MOST_ROWS} 行，请拆成几个文件`
  } catch (error) {
    if (!(error instanceof UnreadableSheet)) throw error
    checker.fault = error.message
  }
  const { rows, faulty, fault, unused } = checker
  return { rows, faulty, fault, unused }
}

/** Collects the rows of a sheet and their faults. Two rows with the same key are a duplicate. */
class RowChecker<T, Id extends string> {
  readonly rows: { value: T; key: string }[] = []
  readonly faulty: FaultyRow[] = []
  readonly #seen = new Map<string, number>()
  fault: string | null = null
  unused: readonly string[] = []
  counted = 0

  constructor(
    readonly table: SheetTable<T, Id>,
    readonly today: LawDate,
  ) {}

  take({ number, cells }: SheetRow, { places, mark, merges }: OpenSheet<Id>): void {
    const { table } = this
    // Remarks below the table stand in no column that is read.
    if (![...places.values()].some((place) => (cells[place]?.kind ?? 'empty') !== 'empty')) return
    this.counted += 1
    if (this.counted > MOST_ROWS) return
    const cellOf = (id: Id): Cell | undefined => {
      const place = places.get(id)
      return place === undefined ? undefined : cells[place]
    }
    const parsed = table.parse(cellOf, this.today)
    const faults = parsed.ok
      ? []
      : parsed.error.map(({ column, reason }) => ({ label: this.#at(places, column), reason }))
    const marked = mark === null ? null : sampleMarkFault(cells[mark])
    const invented = marked === null && parsed.ok ? (table.refusalOf?.(parsed.value) ?? null) : null
    if (marked !== null) faults.push({ label: placeOf(mark, SAMPLE_COLUMN), reason: marked })
    if (invented !== null) faults.push({ label: this.#at(places, table.nameColumn), reason: invented })
    const merged = merges.find(({ first, last }) => first <= number && number <= last)
    if (merged) faults.unshift({ label: merged.ref, reason: '是合并单元格，请取消合并并逐行填写' })
    if (parsed.ok && faults.length === 0) {
      const key = table.keyOf(parsed.value)
      const first = this.#seen.get(key)
      if (first === undefined) {
        this.#seen.set(key, number)
        this.rows.push({ value: parsed.value, key })
        return
      }
      faults.push({ label: this.#at(places, table.nameColumn), reason: `与第 ${first} 行重复，请删除其中一行` })
    }
    this.faulty.push({ row: number, name: nameIn(cellOf(table.nameColumn)), faults })
  }

  /** “C 列 阶段”: the letter helps to find it in the sheet. */
  #at(places: ReadonlyMap<Id, number>, column: Id): string {
    const label = this.table.columns.find(({ id }) => id === column)?.label ?? column
    return placeOf(places.get(column) ?? null, label)
  }
}

const placeOf = (place: number | null, label: string): string =>
  place === null ? label : `${letters(place)} 列 ${label}`

const letters = (place: number): string =>
  place < 26 ? String.fromCharCode(65 + place) : letters(Math.floor(place / 26) - 1) + letters(place % 26)

const nameIn = (cell: Cell | undefined): string => (cell?.kind === 'text' ? cell.text.trim().slice(0, 60) : '')
