import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { ReservedItem } from './reservation.js'

type Row = Omit<ReservedItem, 'id'> & { readonly _id: string }

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

export type ReservationStore = ReturnType<typeof reservationStore>

/** The only reader and writer of `application_guards`: what requests reserve of needs and of securities. */
export function reservationStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationGuard', schema)
  return {
    /** The item with its reservations; without any and of version 0 when nothing was ever reserved of it. */
    async read(id: string, enterpriseId: string, session: ClientSession | null = null): Promise<ReservedItem> {
      const row = await model.findOne({ _id: id, enterpriseId }, null, { session }).lean<Row>()
      return row ? itemFromRow(row) : { id, enterpriseId, version: 0, holds: [] }
    },

    /** Compare and set: writes the next version of what was read. @returns false when another change was faster. */
    async replace(
      session: ClientSession,
      { id, enterpriseId, version }: ReservedItem,
      holds: ReservedItem['holds'],
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

function itemFromRow({ _id, ...rest }: Row): ReservedItem {
  return { ...rest, id: _id }
}
