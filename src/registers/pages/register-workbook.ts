import type { Stream } from 'node:stream'
import { withoutFormula } from '../../kernel/sheet-text.js'
import { type ColumnId, columnsOf } from '../rules/columns.js'
import type { Register, RegisterEntry } from '../rules/register.js'
import { SAMPLE_COLUMN, sampleMark, workbookTo } from '../../spreadsheets/index.js'

const WIDTHS: Readonly<Record<ColumnId, number>> = {
  name: 36, creditCode: 24, grade: 16, year: 10, validFrom: 14, validTo: 14, source: 40,
} // prettier-ignore
const TEMPLATE_ROWS = 1000

/** An empty workbook with the header, the allowed values as lists to choose from, and a sheet that explains it. */
export async function writeTemplate(stream: Stream, register: Register): Promise<void> {
  const workbook = workbookTo(stream)
  const columns = columnsOf(register)
  const sheet = workbook.addWorksheet('名录', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map(({ id, label, needed }) => ({
    header: needed ? `${label}*` : label,
    width: WIDTHS[id],
    style: { numFmt: '@' },
  }))
  const place = columns.findIndex(({ id }) => id === 'grade')
  if (register.grade && place >= 0) {
    const choice = { type: 'list' as const, allowBlank: false, formulae: [`"${register.grade.values.join(',')}"`] }
    for (let row = 2; row <= TEMPLATE_ROWS; row += 1) sheet.getCell(row, place + 1).dataValidation = choice
  }
  sheet.commit()
  const notes = workbook.addWorksheet('填写说明')
  notes.columns = [{ width: 22 }, { width: 60 }]
  notes.addRow(['列', '说明']).commit()
  for (const { label, needed, hint } of columns) notes.addRow([label, `${needed ? '必填。' : ''}${hint}`]).commit()
  notes.addRow(['其他', '一行一条；不要合并单元格，不要用公式；带 * 的列不能留空']).commit()
  notes.commit()
  await workbook.commit()
}

/** The rows of a register as a workbook that can be imported again. Texts stay texts: none is run as a formula. */
export async function writeEntries(
  stream: Stream,
  register: Register,
  entries: AsyncIterable<RegisterEntry>,
): Promise<void> {
  const workbook = workbookTo(stream)
  const columns = columnsOf(register)
  const sheet = workbook.addWorksheet('名录', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = [
    ...columns.map(({ id, label }) => ({ header: label, width: WIDTHS[id] })),
    { header: SAMPLE_COLUMN, width: 10 },
  ]
  for await (const entry of entries) {
    const cells = columns.map(({ id }) => (id === 'year' ? entry.year : withoutFormula(entry[id])))
    sheet.addRow([...cells, sampleMark(entry.isSample)]).commit()
  }
  sheet.commit()
  await workbook.commit()
}
