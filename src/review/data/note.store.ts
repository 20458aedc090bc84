import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

/** A note of a bank's people on an application; the enterprise never sees it. */
export type Note = {
  readonly id: string
  readonly applicationId: string
  readonly bankId: string
  readonly text: string
  readonly by: string
  readonly at: Date
}

type Row = Omit<Note, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    applicationId: { type: String, required: true },
    bankId: { type: String, required: true },
    text: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'review_notes', versionKey: false },
)
schema.index({ applicationId: 1, at: -1 })

export type NoteStore = ReturnType<typeof noteStore>

/** The only reader and writer of `review_notes`: notes are added and never changed. */
export function noteStore(connection: Connection) {
  const model = connection.model<Row>('ReviewNote', schema)
  return {
    /** @returns false when it exists already, as after a second click */
    async insert(session: ClientSession, { id, ...note }: Note): Promise<boolean> {
      const once = { session, upsert: true } as const
      return (await model.updateOne({ _id: id }, { $setOnInsert: note }, once)).upsertedCount === 1
    },

    /** The latest first; the bank's own only. */
    async of(bankId: string, applicationId: string): Promise<readonly Note[]> {
      const rows = await model.find({ applicationId, bankId }).sort({ at: -1, _id: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },
  }
}
