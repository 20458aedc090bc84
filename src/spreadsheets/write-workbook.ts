import ExcelJS from 'exceljs'
import type { Stream } from 'node:stream'
import { withoutFormula } from '../kernel/sheet-text.js'
import { sampleMark } from './sample-mark.js'
import type { FaultyRow } from './check-workbook.js'
import type { SheetColumn, SheetTable } from './sheet-table.js'

const TEMPLATE_ROWS = 500
const MOST_CHOICES = 250

/** `总投资（万元）*`: the label as it stands over the column. */
export const headingOf = ({ label, unit, required: needed }: SheetColumn): string =>
  `${label}${unit === undefined ? '' : `（${unit}）`}${needed ? '*' : ''}`

/** An empty workbook with the header, the allowed values as lists to choose from, and a sheet that explains it. */
export async function writeSheetTemplate<T>(stream: Stream, { title, columns }: SheetTable<T>): Promise<void> {
  const workbook = workbookTo(stream)
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map((column) => ({ header: headingOf(column), width: column.width, style: { numFmt: '@' } }))
  columns.forEach(({ choices, required: needed }, place) => {
    const list = choices?.join(',') ?? ''
    // A spreadsheet keeps at most 255 characters of a list.
    if (list === '' || list.length > MOST_CHOICES) return
    const choice = { type: 'list' as const, allowBlank: !needed, formulae: [`"${list}"`] }
    for (let row = 2; row <= TEMPLATE_ROWS; row += 1) sheet.getCell(row, place + 1).dataValidation = choice
  })
  sheet.commit()
  const notes = workbook.addWorksheet('填写说明')
  notes.columns = [{ width: 24 }, { width: 70 }]
  notes.addRow(['列', '说明']).commit()
  for (const column of columns) {
    notes.addRow([headingOf(column), `${column.required ? '必填。' : '可留空。'}${column.hint}`]).commit()
  }
  notes.addRow(['其他', '一行一条；不要合并单元格，不要用公式；带 * 的列不能留空；没有的内容留空，不要填 0']).commit()
  notes.commit()
  await workbook.commit()
}

export type ExportColumn = { readonly header: string; readonly width: number; readonly numFmt?: string }
/** A number with a format of its own, where a column holds figures of several units. */
export type Formatted = { readonly number: number; readonly numFmt: string }
export type PlainCell = string | number | Date | null
export type ExportCell = PlainCell | Formatted

/** Which rows are invented, or hold something that is. */
export type SampleMarks = {
  /** `示例` over rows of records, `含示例` over rows that are totals of records. */
  readonly over: '示例' | '含示例'
  /** One for each row, in their order. */
  readonly rows: readonly boolean[]
}

/** A table with its cover sheet: what it is, when and under which filter it was drawn up, and how its figures are meant. */
export type ExportBook = {
  readonly title: string
  readonly cover: readonly (readonly [string, string])[]
  readonly columns: readonly ExportColumn[]
  readonly rows: readonly (readonly ExportCell[])[]
  /** Left out of tables that samples never stand in, and of those that have a column of their own for it. */
  readonly samples?: SampleMarks
}

/** What a cover says of sample rows; nothing where there are none. */
export const sampleLines = (rows: number): readonly (readonly [string, string])[] =>
  rows === 0 ? [] : [['示例', `含示例数据 ${String(rows)} 行，不代表真实业务`]]

/**
 * Writes it with numbers as numbers; a text that begins like a formula is never run. Rows that hold samples are counted
 * on the cover and marked in the last column of the sheet itself, so that no row loses its mark on the way.
 */
export async function writeExport(stream: Stream, { title, cover, columns, rows, samples }: ExportBook): Promise<void> {
  const workbook = workbookTo(stream)
  const first = workbook.addWorksheet('说明')
  first.columns = [{ width: 18 }, { width: 90 }]
  const marked = samples?.rows.filter((isSample) => isSample).length ?? 0
  for (const [what, says] of [['内容', title] as const, ...cover, ...sampleLines(marked)]) {
    first.addRow([what, withoutFormula(says)]).commit()
  }
  first.commit()
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  const all = [...columns, ...(samples ? [{ header: samples.over, width: 10 }] : [])]
  sheet.columns = all.map(({ header, width }) => ({ header, width }))
  rows.forEach((cells, at) => {
    const written = sheet.addRow(cells.map(plainCell))
    // Rows may end before the last column: the mark stands under its head all the same.
    if (samples) written.getCell(columns.length + 1).value = sampleMark(samples.rows[at] ?? false)
    cells.forEach((cell, place) => {
      const numFmt = formatOf(cell, columns[place]?.numFmt)
      if (numFmt !== undefined) written.getCell(place + 1).numFmt = numFmt
    })
    written.commit()
  })
  sheet.commit()
  await workbook.commit()
}

function plainCell(cell: ExportCell): PlainCell {
  if (typeof cell === 'string') return withoutFormula(cell)
  return cell !== null && typeof cell === 'object' && 'number' in cell ? cell.number : cell
}

/** A number that nobody gave a format stands there with two decimals at most, not with the sixteen it is kept in. */
function formatOf(cell: ExportCell, ofColumn: string | undefined): string | undefined {
  if (cell !== null && typeof cell === 'object' && 'number' in cell) return cell.numFmt
  if (ofColumn !== undefined || typeof cell !== 'number') return ofColumn
  return Number.isInteger(cell) ? '#,##0' : '#,##0.00'
}

/** The refused rows with what is wrong with each, one fault a line. */
export async function writeRefused(stream: Stream, rows: AsyncIterable<FaultyRow>): Promise<void> {
  const workbook = workbookTo(stream)
  const sheet = workbook.addWorksheet('没有通过的行', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = [
    { header: '行', width: 8 },
    { header: '名称', width: 36 },
    { header: '位置', width: 24 },
    { header: '原因与改法', width: 70 },
  ]
  for await (const { row, name, faults } of rows) {
    for (const { label, reason } of faults)
      sheet.addRow([row, withoutFormula(name), label, withoutFormula(reason)]).commit()
  }
  sheet.commit()
  await workbook.commit()
}

/** A workbook that is written to a stream row by row. */
export const workbookTo = (stream: Stream) =>
  new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
