import { Schema, type Connection } from 'mongoose'
import type { TableName } from './table-schemas.js'

/** One stored table: the exact text of its data file and the hash of that text. */
export type StoredTable = {
  readonly name: TableName
  /** SHA-256 of `json`, hexadecimal. */
  readonly contentHash: string
  readonly source: string
  readonly asOf: string
  readonly json: string
}

const schema = new Schema<StoredTable>(
  {
    name: { type: String, required: true, unique: true },
    contentHash: { type: String, required: true },
    source: { type: String, required: true },
    asOf: { type: String, required: true },
    json: { type: String, required: true },
  },
  { collection: 'reference_tables', versionKey: false },
)

export type ReferenceStore = ReturnType<typeof referenceStore>

/** The only access to `reference_tables`; returns plain records. */
export function referenceStore(connection: Connection) {
  const model = connection.model<StoredTable>('ReferenceTable', schema)
  return {
    /** Table name → content hash, without the content. */
    async hashes(): Promise<ReadonlyMap<string, string>> {
      const rows = await model
        .find({}, { _id: 0, name: 1, contentHash: 1 })
        .lean<Pick<StoredTable, 'name' | 'contentHash'>[]>()
      return new Map(rows.map((row) => [row.name, row.contentHash]))
    },

    async read(name: TableName): Promise<StoredTable | null> {
      return model.findOne({ name }, { _id: 0 }).lean<StoredTable>()
    },

    /** Replaces a whole table, or adds it. */
    async replace(table: StoredTable): Promise<void> {
      await model.replaceOne({ name: table.name }, table, { upsert: true })
    },
  }
}
