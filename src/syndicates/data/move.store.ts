import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { SyndicateMove } from '../rules/syndicate.js'

type Row = Omit<SyndicateMove, 'id'> & { readonly _id: string }

const { Mixed } = Schema.Types
const optionalText = { type: String, default: null }
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    syndicateId: { type: String, required: true },
    seq: { type: Number, required: true },
    action: { type: String, required: true },
    from: optionalText,
    to: { type: String, required: true },
    by: { type: Mixed, required: true },
    at: { type: Date, required: true },
    reason: optionalText,
    bankId: optionalText,
    bankName: optionalText,
    detail: { type: Mixed, default: {} },
  },
  { collection: 'syndicate_moves', versionKey: false, minimize: false },
)
schema.index({ syndicateId: 1, seq: 1 }, { unique: true })

export type SyndicateMoveStore = ReturnType<typeof syndicateMoveStore>

/** The only reader and writer of `syndicate_moves`: moves are added and never changed. */
export function syndicateMoveStore(connection: Connection) {
  const model = connection.model<Row>('SyndicateMove', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: SyndicateMove): Promise<void> {
      await model.create([{ ...rest, _id: id }], { session })
    },

    /** In the order in which they happened. */
    async of(syndicateId: string): Promise<readonly SyndicateMove[]> {
      const rows = await model.find({ syndicateId }).sort({ seq: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    async last(syndicateId: string, session: ClientSession | null = null): Promise<SyndicateMove | null> {
      const row = await model.findOne({ syndicateId }, null, { session }).sort({ seq: -1 }).lean<Row>()
      if (!row) return null
      const { _id, ...rest } = row
      return { ...rest, id: _id }
    },

    async removeOf(session: ClientSession, syndicateIds: readonly string[]): Promise<void> {
      await model.deleteMany({ syndicateId: trusted({ $in: [...syndicateIds] }) }, { session })
    },
  }
}
