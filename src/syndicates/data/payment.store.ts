import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { SyndicatePayment } from '../rules/syndicate.js'

type Row = Omit<SyndicatePayment, 'id'> & { readonly _id: string }

const { Mixed } = Schema.Types
const text = { type: String, required: true }
const schema = new Schema<Row>(
  {
    _id: text,
    syndicateId: text,
    seq: { type: Number, required: true },
    kind: text,
    on: text,
    amountFen: { type: Number, required: true },
    parts: { type: Mixed, required: true },
    note: { type: String, default: '' },
    by: { type: String, default: '' },
    at: { type: Date, required: true },
    basis: { type: String, default: null },
  },
  { collection: 'syndicate_flows', versionKey: false, minimize: false },
)
schema.index({ syndicateId: 1, seq: 1 }, { unique: true })

export type SyndicatePaymentStore = ReturnType<typeof syndicatePaymentStore>

/** The only reader and writer of `syndicate_flows`: what was paid is added and never changed. */
export function syndicatePaymentStore(connection: Connection) {
  const model = connection.model<Row>('SyndicateFlow', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: SyndicatePayment): Promise<void> {
      await model.create([{ ...rest, _id: id }], { session })
    },

    /** In the order in which they were entered. */
    async of(syndicateId: string, session: ClientSession | null = null): Promise<readonly SyndicatePayment[]> {
      const rows = await model.find({ syndicateId }, null, { session }).sort({ seq: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    async last(syndicateId: string, session: ClientSession): Promise<SyndicatePayment | null> {
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
