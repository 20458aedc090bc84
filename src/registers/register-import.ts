import type { CellFault } from './parse-row.js'
import type { RegisterId } from './register.js'

/** Read and judged row by row; refused, or ready to be written; being written; written; given up. */
export type ImportState = 'checking' | 'refused' | 'checked' | 'applying' | 'applied' | 'cancelled'

/** One row that cannot be taken, with everything that is wrong with it. */
export type FaultyRow = {
  readonly row: number
  readonly name: string
  readonly faults: readonly (Omit<CellFault, 'column'> & { readonly label: string })[]
}

export type ImportCounts = {
  /** Rows of data read so far. */
  readonly read: number
  /** Rows with a fault. */
  readonly refused: number
  /** Rows that the register does not have, has otherwise, and has just so. */
  readonly added: number
  readonly changed: number
  readonly same: number
}

/** An import as the database remembers it. */
export type RegisterImport = {
  readonly id: string
  readonly register: RegisterId
  readonly fileName: string
  readonly state: ImportState
  readonly counts: ImportCounts
  /** What is wrong with the whole file, in Chinese; null when nothing is. */
  readonly fault: string | null
  /** Columns of the sheet that nothing was taken from. */
  readonly unused: readonly string[]
  /** After writing: claims that were checked anew, and whether all of them have been. */
  readonly claims: { readonly seen: number; readonly done: boolean }
  readonly by: string
  readonly startedAt: Date
  /** When something last moved: an import whose process died does not move. */
  readonly movedAt: Date
}

export const noCounts: ImportCounts = { read: 0, refused: 0, added: 0, changed: 0, same: 0 }

/** An import that has not moved for so long lost the process that worked on it. */
const STALLED_MS = 2 * 60_000

/** Whether something is still to come without anyone doing anything. */
const isUnderWay = ({ state, claims }: RegisterImport): boolean =>
  state === 'checking' || state === 'applying' || (state === 'applied' && !claims.done)

export const isStalled = (one: RegisterImport, now: Date): boolean =>
  isUnderWay(one) && now.getTime() - one.movedAt.getTime() > STALLED_MS

export const isRunning = (one: RegisterImport, now: Date): boolean => isUnderWay(one) && !isStalled(one, now)
