import type { RegisterId } from './register.js'

/** Being checked; refused, or ready to be written; being written; written; cancelled. */
export type ImportState = 'checking' | 'refused' | 'checked' | 'applying' | 'applied' | 'cancelled'

export type ImportCounts = {
  /** Rows of data read so far. */
  readonly read: number
  /** Rows with a fault. */
  readonly refused: number
  /** New rows, rows that change an entry, and rows that equal one. */
  readonly added: number
  readonly changed: number
  readonly same: number
}

/** An import as it is stored. */
export type RegisterImport = {
  readonly id: string
  readonly register: RegisterId
  readonly fileName: string
  readonly state: ImportState
  readonly counts: ImportCounts
  /** What is wrong with the whole file, in Chinese; null when nothing is. */
  readonly fault: string | null
  /** Columns of the sheet that the register does not have. */
  readonly unused: readonly string[]
  /** After writing: how many enterprises were compared, and whether all of them were. */
  readonly claims: { readonly seen: number; readonly done: boolean }
  readonly by: string
  readonly startedAt: Date
  /** The last progress: an import whose process died makes none. */
  readonly movedAt: Date
}

export const noCounts: ImportCounts = { read: 0, refused: 0, added: 0, changed: 0, same: 0 }

/** An import without progress for this long has lost its process. */
const STALLED_MS = 2 * 60_000

/** Whether a background process is expected to work on the import. */
const isUnderWay = ({ state, claims }: RegisterImport): boolean =>
  state === 'checking' || state === 'applying' || (state === 'applied' && !claims.done)

export const isStalled = (one: RegisterImport, now: Date): boolean =>
  isUnderWay(one) && now.getTime() - one.movedAt.getTime() > STALLED_MS

export const isRunning = (one: RegisterImport, now: Date): boolean => isUnderWay(one) && !isStalled(one, now)
