import { randomUUID } from 'node:crypto'
import { type ClientSession, type Connection, Schema, trusted } from 'mongoose'
import type { NewEntry, RegisterId } from '../rules/register.js'
import { type ImportState, noCounts, type RegisterImport } from '../rules/register-import.js'
import type { FaultyRow } from '../../spreadsheets/index.js'

type ImportRow = Omit<RegisterImport, 'id'> & { readonly _id: string; readonly expiresAt: Date }
type Chunk<T> = {
  readonly importId: string
  readonly number: number
  readonly rows: readonly T[]
  readonly expiresAt: Date
}

const KEPT_DAYS = 365
const STAGED_HOURS = 24
const count = { type: Number, required: true }
const importSchema = new Schema<ImportRow>(
  {
    _id: { type: String, required: true },
    register: { type: String, required: true },
    fileName: { type: String, required: true },
    state: { type: String, required: true },
    counts: { _id: false, read: count, refused: count, added: count, changed: count, same: count },
    fault: { type: String, default: null },
    unused: [String],
    claims: { _id: false, seen: count, done: { type: Boolean, required: true } },
    by: { type: String, required: true },
    startedAt: { type: Date, required: true },
    movedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'register_imports', versionKey: false },
)
importSchema.index({ register: 1, startedAt: -1 })
importSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const chunkSchema = (collection: string) => {
  const schema = new Schema(
    {
      importId: { type: String, required: true },
      number: { type: Number, required: true },
      rows: { type: [Schema.Types.Mixed], required: true },
      expiresAt: { type: Date, required: true },
    },
    { collection, versionKey: false },
  )
  schema.index({ importId: 1, number: 1 }, { unique: true })
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })
  return schema
}
const stagedSchema = chunkSchema('register_import_rows')
const faultSchema = chunkSchema('register_import_faults')

export type ImportStore = ReturnType<typeof importStore>

/**
 * Imports, the rows that wait to be written and the rows that were refused. Rows are kept in pieces, so that neither
 * reading nor writing ever holds a whole file.
 */
export function importStore(connection: Connection) {
  const imports = connection.model<ImportRow>('RegisterImport', importSchema)
  const staged = connection.model('RegisterImportRows', stagedSchema)
  const faulty = connection.model('RegisterImportFaults', faultSchema)
  const later = (at: Date, hours: number) => new Date(at.getTime() + hours * 3600_000)
  const put = async (model: typeof staged, importId: string, number: number, rows: readonly unknown[], at: Date) => {
    await model.insertMany([{ importId, number, rows, expiresAt: later(at, STAGED_HOURS) }], { lean: true })
  }
  return {
    async start(
      session: ClientSession,
      given: Pick<RegisterImport, 'register' | 'fileName' | 'by'>,
      at: Date,
    ): Promise<string> {
      const row: ImportRow = {
        ...given,
        _id: randomUUID(),
        state: 'checking',
        counts: noCounts,
        fault: null,
        unused: [],
        claims: { seen: 0, done: false },
        startedAt: at,
        movedAt: at,
        expiresAt: later(at, KEPT_DAYS * 24),
      }
      await imports.create([row], { session })
      return row._id
    },

    async find(id: string, session: ClientSession | null = null): Promise<RegisterImport | null> {
      const row = await imports.findOne({ _id: id }, null, { session }).lean<ImportRow>()
      return row && importFromRow(row)
    },

    /** Latest first. */
    async latest(register: RegisterId, limit: number): Promise<readonly RegisterImport[]> {
      const rows = await imports.find({ register }).sort({ startedAt: -1 }).limit(limit).lean<ImportRow[]>()
      return rows.map(importFromRow)
    },

    /** How far it has come; no state changes. */
    async note(id: string, progress: Partial<Pick<RegisterImport, 'counts' | 'claims'>>, at: Date): Promise<void> {
      await imports.updateOne({ _id: id }, { $set: { ...progress, movedAt: at } })
    },

    /** Moves it on from one of some states. False when it stands elsewhere by now. */
    async move(
      session: ClientSession,
      id: string,
      from: readonly ImportState[],
      to: Partial<Pick<RegisterImport, 'state' | 'counts' | 'fault' | 'unused'>>,
      at: Date,
    ): Promise<boolean> {
      const where = { _id: id, state: trusted({ $in: [...from] }) }
      return (await imports.updateOne(where, { $set: { ...to, movedAt: at } }, { session })).matchedCount === 1
    },

    stage: (id: string, number: number, entries: readonly NewEntry[], at: Date) => put(staged, id, number, entries, at),
    refuse: (id: string, number: number, rows: readonly FaultyRow[], at: Date) => put(faulty, id, number, rows, at),

    /** The rows that wait, piece by piece, in their order. */
    async *staged(id: string, session: ClientSession): AsyncGenerator<readonly NewEntry[]> {
      for (let number = 0; ; number += 1) {
        const chunk = await staged.findOne({ importId: id, number }, null, { session }).lean<Chunk<NewEntry>>()
        if (chunk === null) return
        yield chunk.rows
      }
    },

    async clearStaged(session: ClientSession, id: string): Promise<void> {
      await staged.deleteMany({ importId: id }, { session })
    },

    /** One piece of the refused rows; empty behind the last. */
    async refused(id: string, number: number): Promise<readonly FaultyRow[]> {
      const chunk = await faulty.findOne({ importId: id, number }).lean<Chunk<FaultyRow>>()
      return chunk?.rows ?? []
    },
  }
}

function importFromRow(row: ImportRow): RegisterImport {
  const { register, fileName, state, counts, fault, unused, claims, by, startedAt, movedAt } = row
  return { id: row._id, register, fileName, state, counts, fault, unused, claims, by, startedAt, movedAt }
}
