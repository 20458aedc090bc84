import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { MoveRecord } from '../rules/application.js'

type Row = Omit<MoveRecord, 'id'> & { readonly _id: string }

const { Mixed } = Schema.Types
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    applicationId: { type: String, required: true },
    requestId: { type: String, required: true },
    seq: { type: Number, required: true },
    action: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    by: { type: Mixed, required: true },
    at: { type: Date, required: true },
    reason: { type: String, default: null },
    step: { type: Mixed, default: null },
    detail: { type: Mixed, default: {} },
  },
  { collection: 'application_moves', versionKey: false, minimize: false },
)
schema.index({ applicationId: 1, seq: 1 }, { unique: true })
schema.index({ requestId: 1, at: 1 })
schema.index({ at: 1 })

export type MoveStore = ReturnType<typeof moveStore>

/** The only reader and writer of `application_moves`: moves are added and never changed. */
export function moveStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationMove', schema)
  return {
    async insert(session: ClientSession, moves: readonly MoveRecord[]): Promise<void> {
      const rows = moves.map(({ id, ...rest }) => ({ ...rest, _id: id }))
      await model.insertMany(rows, { session, lean: true })
    },

    /** In the order in which they happened. */
    async of(applicationId: string, session: ClientSession | null = null): Promise<readonly MoveRecord[]> {
      const rows = await model.find({ applicationId }, null, { session }).sort({ seq: 1 }).lean<Row[]>()
      return rows.map(moveFromRow)
    },

    async last(applicationId: string, session: ClientSession | null = null): Promise<MoveRecord | null> {
      const row = await model.findOne({ applicationId }, null, { session }).sort({ seq: -1 }).lean<Row>()
      return row && moveFromRow(row)
    },

    /** Forgets who of an enterprise that closed moved its applications, and what they said. */
    async forgetPeople(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      const own = { applicationId: trusted({ $in: [...applicationIds] }) }
      for (const row of await model.find(own, null, { session }).lean<Row[]>()) {
        if (row.by.kind !== 'enterprise') continue
        const by = { ...row.by, name: '企业人员', accountId: null }
        await model.updateOne({ _id: row._id }, { $set: { by, reason: null, detail: {} } }, { session })
      }
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },
  }
}

function moveFromRow({ _id, ...rest }: Row): MoveRecord {
  return { ...rest, id: _id }
}
