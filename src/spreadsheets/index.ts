/** Excel workbooks: reading and writing rows, tables that forms and imports share, and imports with a dry run. */
export { type FaultyRow } from './check-workbook.js'
export { importRoutes } from './pages/import.page.js'
export { readRowForm, rowFields, type RowForm } from './pages/row.form.js'
export { readSampleMark, SAMPLE_COLUMN, sampleEnterpriseFault, sampleMark, sampleMarkFault } from './sample-mark.js'
export { sheetImports, type RowSink } from './sheet-import.js'
export {
  cellReader,
  headerIn,
  type CellOf,
  type ColumnFault,
  type SheetColumn,
  type SheetTable,
} from './sheet-table.js'
export {
  headingOf,
  sampleLines,
  workbookTo,
  writeExport,
  writeRefused,
  type ExportBook,
  type ExportCell,
  type ExportColumn,
  type Formatted,
  type PlainCell,
} from './write-workbook.js'
export {
  cellText,
  EMPTY_CELL,
  readCreditCodeCell,
  readDateCell,
  readTextCell,
  textCell,
  type Cell,
} from './xlsx/cell.js'
export { mergedCells, type MergedRows } from './xlsx/open-workbook.js'
export { readSheets, UnreadableSheet, type SheetRow } from './xlsx/read-rows.js'
