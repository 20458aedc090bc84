export { headerIn } from './header.js'
export { importRoutes } from './import.pages.js'
export { readRowForm, rowFields, type RowForm } from './row-form.js'
export { sheetImports, type Sink } from './sheet-import.js'
export type { CellOf, ColumnFault, SheetColumn, SheetTable } from './sheet-table.js'
export { faultTaker } from './take-cells.js'
export {
  headingOf,
  sampleLines,
  workbookHeaders,
  writeExport,
  type ExportBook,
  type ExportCell,
  type ExportColumn,
  type Formatted,
  type PlainCell,
} from './write-workbook.js'
