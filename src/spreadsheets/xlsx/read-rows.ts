import { type Cell, cellFrom, type RawCell } from './cell.js'
import { openWorkbook, type OpenWorkbook, readPart } from './open-workbook.js'
import type { XmlHandler } from './xml.js'

/** One row that is not empty; `number` is the one that the spreadsheet program shows. */
export type SheetRow = {
  /** The path of the sheet's part: `xl/worksheets/sheet1.xml`. */
  readonly sheet: string
  readonly number: number
  /** By column, the first column at 0; gaps are undefined. */
  readonly cells: readonly (Cell | undefined)[]
}

/** The workbook could not be read; the message is a Chinese sentence. */
export class UnreadableSheet extends Error {}

const MOST_COLUMNS = 60

/**
 * The rows of every sheet, in the order of the tabs, without holding them all. The bytes must have passed
 * `inspectFile`, which unpacks every part within limits. The streaming reader of exceljs is not used: it cuts
 * characters that lie across two pieces, which spoils Chinese names, and it does not tell of merged cells.
 * @throws UnreadableSheet when there is no sheet to read.
 */
export async function* readSheets(bytes: Buffer): AsyncGenerator<SheetRow> {
  const workbook = await openWorkbook(bytes)
  if (workbook.sheets.length === 0) throw new UnreadableSheet('工作簿中没有可以读取的工作表，请用模板重新填写')
  for (const sheet of workbook.sheets) {
    const entry = workbook.parts.get(sheet)
    if (!entry) continue
    const ready: SheetRow[] = []
    const pieces = readPart(
      bytes,
      entry,
      rowReader(sheet, workbook, (row) => ready.push(row)),
    )
    while (!(await pieces.next()).done) yield* ready.splice(0)
  }
}

/** Puts the cells of a row together and hands the row out when it closes. */
function rowReader(sheet: string, workbook: OpenWorkbook, take: (row: SheetRow) => void): XmlHandler {
  let number = 0
  let column = -1
  let cells: (Cell | undefined)[] = []
  let cell: RawCell | null = null
  let into: 'value' | 'inline' | null = null
  let reading = 0
  return {
    open(name, attribute) {
      if (name === 'row') {
        number = Number(attribute('r') ?? number + 1)
        column = -1
        cells = []
      } else if (name === 'c') {
        column = columnIn(attribute('r')) ?? column + 1
        cell = { type: attribute('t') ?? 'n', style: Number(attribute('s') ?? 0), formula: false, text: '' }
      } else if (cell && name === 'f') cell.formula = true
      else if (name === 'v') into = 'value'
      else if (name === 'rPh') reading += 1
      else if (name === 't' && reading === 0) into = 'inline'
    },
    text(piece) {
      if (cell && into !== null) cell.text += piece
    },
    close(name) {
      if (name === 'v' || name === 't') into = null
      else if (name === 'rPh') reading -= 1
      else if (name === 'c' && cell) {
        if (column < MOST_COLUMNS) cells[column] = cellFrom(cell, workbook)
        cell = null
      } else if (name === 'row' && cells.some((one) => one && one.kind !== 'empty')) take({ sheet, number, cells })
    },
  }
}

/** `AB12` → 27; undefined without an address. */
function columnIn(address: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(address ?? '')?.[0]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
