import ExcelJS from 'exceljs'

/** A workbook as a spreadsheet program opens it. */
export type Exported = {
  /** What the cover says, by what it is about. */
  readonly cover: ReadonlyMap<string, string>
  readonly header: readonly string[]
  readonly rows: readonly (readonly ExcelJS.Cell[])[]
  /** The cells of one column, below its head. */
  readonly column: (heading: string) => readonly ExcelJS.Cell[]
}

/** Reads the export of a page back: its cover and its one table. */
export async function readExport(bytes: Buffer): Promise<Exported> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
  const [first, sheet] = book.worksheets
  if (first === undefined || sheet === undefined) throw new Error('an export has a cover and a table')
  const cover = new Map<string, string>()
  first.eachRow((row) => cover.set(row.getCell(1).text, row.getCell(2).text))
  const width = sheet.getRow(1).cellCount
  const cellsOf = (number: number) => Array.from({ length: width }, (_, at) => sheet.getRow(number).getCell(at + 1))
  const header = cellsOf(1).map(({ text }) => text)
  const rows = Array.from({ length: sheet.rowCount - 1 }, (_, at) => cellsOf(at + 2))
  return {
    cover,
    header,
    rows,
    column: (heading) => {
      const at = header.indexOf(heading)
      if (at < 0) throw new Error(`there is no column ${heading}, only ${header.join('、')}`)
      return rows.flatMap((row) => row[at] ?? [])
    },
  }
}
