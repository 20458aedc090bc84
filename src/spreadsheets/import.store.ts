import { type ClientSession, type Connection, Schema, trusted } from 'mongoose'
import { isRecordId, newRecordId } from '../db/index.js'
import type { FaultyRow } from './check-workbook.js'
import type { SheetTable } from './sheet-table.js'

/** Refused; sound and waiting to be written; written; given up. */
export type ImportState = 'refused' | 'checked' | 'applied' | 'cancelled'

export type ImportCounts = {
  readonly read: number
  readonly refused: number
  /** Rows that are not there yet, are there otherwise, and are there just so. */
  readonly added: number
  readonly changed: number
  readonly same: number
}

/** An import as the database remembers it. */
export type SheetImport = {
  readonly id: string
  readonly table: SheetTable<unknown>['id']
  readonly fileName: string
  readonly state: ImportState
  readonly counts: ImportCounts
  readonly fault: string | null
  readonly unused: readonly string[]
  readonly faulty: readonly FaultyRow[]
  /** Rows that wait to be written, as they were parsed; empty once they are written or given up. */
  readonly rows: readonly unknown[]
  readonly by: string
  readonly at: Date
}

type ImportRow = Omit<SheetImport, 'id'> & { readonly _id: string; readonly expiresAt: Date }

const KEPT_DAYS = 365
const WAITS_HOURS = 24
const count = { type: Number, required: true }
const schema = new Schema<ImportRow>(
  {
    _id: { type: String, required: true },
    table: { type: String, required: true },
    fileName: { type: String, required: true },
    state: { type: String, required: true },
    counts: { _id: false, read: count, refused: count, added: count, changed: count, same: count },
    fault: { type: String, default: null },
    unused: [String],
    faulty: { type: [Schema.Types.Mixed], required: true },
    rows: { type: [Schema.Types.Mixed], required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'monitoring_imports', versionKey: false },
)
schema.index({ table: 1, at: -1 })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type SheetImportStore = ReturnType<typeof sheetImportStore>

/** The only reader and writer of `monitoring_imports`. What waits or was refused goes after a day, with its rows. */
export function sheetImportStore(connection: Connection) {
  const model = connection.model<ImportRow>('MonitoringImport', schema)
  const later = (at: Date, hours: number) => new Date(at.getTime() + hours * 3600_000)
  return {
    async insert(session: ClientSession, given: Omit<SheetImport, 'id'>): Promise<string> {
      const _id = newRecordId()
      await model.create([{ ...given, _id, expiresAt: later(given.at, WAITS_HOURS) }], { session })
      return _id
    },

    async find(
      table: SheetImport['table'],
      id: string,
      session: ClientSession | null = null,
    ): Promise<SheetImport | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, table }, null, { session }).lean<ImportRow>()
      return row && importFromRow(row)
    },

    /** Latest first, without their rows. */
    async latest(table: SheetImport['table'], limit: number): Promise<readonly Omit<SheetImport, 'rows' | 'faulty'>[]> {
      const rows = await model
        .find({ table }, { rows: 0, faulty: 0 })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .lean<ImportRow[]>()
      return rows.map(importFromRow)
    },

    /** Takes away what these accounts have sent. */
    async removeBy(session: ClientSession, accountIds: readonly string[]): Promise<void> {
      await model.deleteMany({ by: trusted({ $in: [...accountIds] }) }, { session })
    },

    /** Ends the waiting: rows go, and the note of it stays for a year. False when it did not wait. */
    async settle(
      session: ClientSession,
      id: string,
      to: Pick<SheetImport, 'state'> & Partial<Pick<SheetImport, 'counts'>>,
      at: Date,
    ): Promise<boolean> {
      const where = { _id: id, state: 'checked' as const }
      const set = { ...to, rows: [], expiresAt: later(at, KEPT_DAYS * 24) }
      return (await model.updateOne(where, { $set: set }, { session })).matchedCount === 1
    },
  }
}

function importFromRow(row: ImportRow): SheetImport {
  const { table, fileName, state, counts, fault, unused, faulty, rows, by, at } = row
  return { id: row._id, table, fileName, state, counts, fault, unused, faulty, rows, by, at }
}
