import ExcelJS from 'exceljs'
import { Readable } from 'node:stream'
import { cellOf, type Cell } from './cell.js'

/** One row that is not empty; `number` is the one that the spreadsheet program shows. */
export type SheetRow = {
  /** The number in the name of the sheet's part: `xl/worksheets/sheet1.xml`. */
  readonly sheet: string
  readonly number: number
  /** By column, the first column at 0; gaps are undefined. */
  readonly cells: readonly (Cell | undefined)[]
}

/** The workbook could not be read; the message is a Chinese sentence. */
export class UnreadableSheet extends Error {}

const MOST_COLUMNS = 60

/**
 * The rows of every sheet, one after the other, without holding them all. The bytes must have passed `inspectFile`,
 * which unpacks every part within limits. Read it to its end: only then does the library clear up behind itself.
 * @throws UnreadableSheet when the library cannot make sense of the workbook.
 */
export async function* readSheets(bytes: Buffer): AsyncGenerator<SheetRow> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([bytes]), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'emit',
  })
  let part = ''
  // Told before each sheet: the only place where the library names the part that the sheet lies in.
  const events = workbook as unknown as NodeJS.EventEmitter
  events.on('entry', (entry: { type: string; id?: unknown }) => {
    if (entry.type === 'worksheet') part = String(entry.id)
  })
  try {
    for await (const sheet of workbook) {
      const name = part
      for await (const row of sheet) {
        const cells = cellsOf(row)
        if (cells.some((cell) => cell && cell.kind !== 'empty')) yield { sheet: name, number: row.number, cells }
      }
    }
  } catch (error) {
    throw new UnreadableSheet('工作簿无法读取，请用表格软件打开后另存为 .xlsx 再上传', { cause: error })
  }
}

function cellsOf(row: ExcelJS.Row): (Cell | undefined)[] {
  const cells: (Cell | undefined)[] = []
  const last = Math.min(row.cellCount, MOST_COLUMNS)
  for (let column = 1; column <= last; column += 1) {
    const cell = row.findCell(column)
    if (cell) cells[column - 1] = cellOf(cell.value)
  }
  return cells
}
