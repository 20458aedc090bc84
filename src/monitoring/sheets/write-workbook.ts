import type { Response } from 'express'
import type { Stream } from 'node:stream'
import { withoutFormula } from '../../kernel/sheet-text.js'
import { workbookTo, XLSX } from '../../registers/index.js'
import { contentDisposition } from '../../web/uploads/send-attachment.js'
import type { SheetColumn, SheetTable } from './sheet-table.js'

const TEMPLATE_ROWS = 500
const MOST_CHOICES = 250

/** `总投资（万元）*`: the label as it stands over the column. */
export const headingOf = ({ label, unit, needed }: SheetColumn): string =>
  `${label}${unit === undefined ? '' : `（${unit}）`}${needed ? '*' : ''}`

/** Says that a workbook is coming, and under which name it is saved. */
export function workbookHeaders(res: Response, name: string): void {
  res.set({ 'Content-Type': XLSX, 'Content-Disposition': contentDisposition(name), 'Cache-Control': 'no-store' })
}

/** An empty workbook with the header, the allowed values as lists to choose from, and a sheet that explains it. */
export async function writeSheetTemplate<T>(stream: Stream, { title, columns }: SheetTable<T>): Promise<void> {
  const workbook = workbookTo(stream)
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map((column) => ({ header: headingOf(column), width: column.width, style: { numFmt: '@' } }))
  columns.forEach(({ choices, needed }, place) => {
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
    notes.addRow([headingOf(column), `${column.needed ? '必填。' : '可留空。'}${column.hint}`]).commit()
  }
  notes.addRow(['其他', '一行一条；不要合并单元格，不要用公式；带 * 的列不能留空；没有的内容留空，不要填 0']).commit()
  notes.commit()
  await workbook.commit()
}

export type ExportColumn = { readonly header: string; readonly width: number; readonly numFmt?: string }
export type ExportCell = string | number | Date | null

/** A table with its cover sheet: what it is, when and under which filter it was drawn up, and how its figures are meant. */
export type ExportBook = {
  readonly title: string
  readonly cover: readonly (readonly [string, string])[]
  readonly columns: readonly ExportColumn[]
  readonly rows: AsyncIterable<readonly ExportCell[]> | Iterable<readonly ExportCell[]>
}

/** Writes it with numbers as numbers; a text that begins like a formula is never run. */
export async function writeExport(stream: Stream, { title, cover, columns, rows }: ExportBook): Promise<void> {
  const workbook = workbookTo(stream)
  const first = workbook.addWorksheet('说明')
  first.columns = [{ width: 18 }, { width: 90 }]
  for (const [what, says] of [['内容', title] as const, ...cover]) first.addRow([what, withoutFormula(says)]).commit()
  first.commit()
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map(({ header, width, numFmt }) => ({ header, width, ...(numFmt && { style: { numFmt } }) }))
  for await (const row of rows) {
    sheet.addRow(row.map((cell) => (typeof cell === 'string' ? withoutFormula(cell) : cell))).commit()
  }
  sheet.commit()
  await workbook.commit()
}
