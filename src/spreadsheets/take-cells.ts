import { failed, type Result } from '../kernel/result.js'
import { EMPTY, type Cell } from '../registers/index.js'
import type { CellOf, ColumnFault } from './sheet-table.js'

/** Reads the cells of one row and gathers what is wrong with each; a cell that is no value is refused unread. */
export function faultTaker<Id extends string>(cellOf: CellOf<Id>) {
  const faults: ColumnFault<Id>[] = []
  const take = <T>(column: Id, read: (cell: Cell) => Result<T | null>): T | null => {
    const cell = cellOf(column) ?? EMPTY
    const result = cell.kind === 'fault' ? failed(cell.reason) : read(cell)
    if (result.ok) return result.value
    faults.push({ column, reason: result.error })
    return null
  }
  return { faults, take }
}
