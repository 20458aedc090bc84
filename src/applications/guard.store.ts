import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Guard } from './guard.js'

type Row = Omit<Guard, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    version: { type: Number, required: true },
    holds: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'application_guards', versionKey: false, minimize: false },
)
schema.index({ enterpriseId: 1 })

export type GuardStore = ReturnType<typeof guardStore>

/** The only reader and writer of `application_guards`: what requests have set aside of projects and of things pledged. */
export function guardStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationGuard', schema)
  return {
    /** The guard as it stands; an empty one, of version 0, when nothing was ever set aside. */
    async read(id: string, enterpriseId: string, session: ClientSession | null = null): Promise<Guard> {
      const row = await model.findOne({ _id: id, enterpriseId }, null, { session }).lean<Row>()
      return row ? toRecord(row) : { id, enterpriseId, version: 0, holds: [] }
    },

    /** Compare and set: writes the next version of what was read. @returns false when another change was faster. */
    async replace(
      session: ClientSession,
      { id, enterpriseId, version }: Guard,
      holds: Guard['holds'],
    ): Promise<boolean> {
      if (version === 0) {
        await model.create([{ _id: id, enterpriseId, version: 1, holds }], { session })
        return true
      }
      const next = { $set: { holds, version: version + 1 } }
      return (await model.updateOne({ _id: id, version }, next, { session })).matchedCount === 1
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}

function toRecord({ _id, ...rest }: Row): Guard {
  return { ...rest, id: _id }
}
