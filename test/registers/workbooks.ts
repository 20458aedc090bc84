import ExcelJS from 'exceljs'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { parseCreditCode } from '../../src/kernel/credit-code.js'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A credit code whose check character is right, a different one for each number. */
export function creditCode(number: number): string {
  const stem = `91659001TEST${String(number).padStart(5, '0')}`.replace('S', 'M')
  const last = [...ALPHABET].find((char) => parseCreditCode(stem + char).ok)
  if (last === undefined) throw new Error(`no check character fits ${stem}`)
  return stem + last
}

export const FACTORY_HEADER = ['企业名称', '统一社会信用代码', '级别', '认定年度', '有效期起', '有效期止', '来源']

/** A workbook as a spreadsheet program would save it. */
export async function workbookOf(
  rows: readonly (readonly unknown[])[],
  change?: (sheet: ExcelJS.Worksheet) => void,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('名录')
  for (const row of rows) sheet.addRow([...row])
  change?.(sheet)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** A large workbook, written without holding it. */
export async function largeWorkbook(
  header: readonly string[],
  count: number,
  rowOf: (number: number) => readonly unknown[],
): Promise<Buffer> {
  const stream = new PassThrough()
  const written = buffer(stream)
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true })
  const sheet = workbook.addWorksheet('名录')
  sheet.addRow([...header]).commit()
  for (let number = 1; number <= count; number += 1) sheet.addRow([...rowOf(number)]).commit()
  sheet.commit()
  await workbook.commit()
  return written
}

/** The rows of the first sheet of a workbook, cells as texts. */
export async function rowsIn(bytes: Buffer): Promise<string[][]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer)
  const rows: string[][] = []
  workbook.worksheets[0]?.eachRow((row) => {
    const cells: string[] = []
    for (let column = 1; column <= row.cellCount; column += 1) cells.push(row.getCell(column).text)
    rows.push(cells)
  })
  return rows
}
