import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Claim } from './claim.js'

type Row = Omit<Claim, 'id'> & { readonly _id: string }

const { Mixed } = Schema.Types
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    windowId: { type: String, required: true },
    requestId: { type: String, required: true },
    bankId: { type: String, required: true },
    bankName: { type: String, required: true },
    productId: { type: String, required: true },
    productName: { type: String, required: true },
    terms: { type: Mixed, required: true },
    by: { type: Mixed, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true, enum: ['standing', 'withdrawn', 'placed', 'unplaced'] },
    outcome: { type: Mixed, default: null },
    version: { type: Number, required: true },
  },
  { collection: 'hall_claims', versionKey: false, minimize: false },
)
// Two officers of one bank at once make one claim.
schema.index({ windowId: 1, bankId: 1 }, { unique: true })
schema.index({ requestId: 1, bankId: 1 })

export type ClaimStore = ReturnType<typeof claimStore>

/** The only reader and writer of `hall_claims`: one row a bank and window. */
export function claimStore(connection: Connection) {
  const model = connection.model<Row>('HallClaim', schema)
  return {
    /** Writes the next version of a claim, or the first one (`from` 0). @returns false when somebody was faster. */
    async keep(session: ClientSession, { id, ...rest }: Claim, from: number): Promise<boolean> {
      if (from === 0) {
        await model.create([{ ...rest, _id: id }], { session })
        return true
      }
      const result = await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })
      return result.matchedCount === 1
    },

    async find(windowId: string, bankId: string, session: ClientSession | null = null): Promise<Claim | null> {
      const row = await model.findOne({ windowId, bankId }, null, { session }).lean<Row>()
      return row && toRecord(row)
    },

    /** What takes part when the window closes. */
    async standing(windowId: string, session: ClientSession | null = null): Promise<readonly Claim[]> {
      const rows = await model
        .find({ windowId, state: 'standing' }, null, { session })
        .sort({ bankId: 1 })
        .lean<Row[]>()
      return rows.map(toRecord)
    },

    /** The claims of one bank on a request, the newest first. */
    async ofBank(requestId: string, bankId: string): Promise<readonly Claim[]> {
      const rows = await model.find({ requestId, bankId }).sort({ at: -1 }).lean<Row[]>()
      return rows.map(toRecord)
    },

    /** The claims that got a place, for the sides that may see them. */
    async placed(requestId: string): Promise<readonly Claim[]> {
      const rows = await model.find({ requestId, state: 'placed' }).sort({ at: 1 }).lean<Row[]>()
      return rows.map(toRecord)
    },

    /** The windows of these in which a bank has a claim that stands. */
    async claimedBy(bankId: string, windowIds: readonly string[]): Promise<ReadonlySet<string>> {
      const rows = await model
        .find({ bankId, state: 'standing', windowId: trusted({ $in: [...windowIds] }) }, { windowId: 1 })
        .lean<Pick<Row, 'windowId'>[]>()
      return new Set(rows.map(({ windowId }) => windowId))
    },

    async removeOf(session: ClientSession, requestIds: readonly string[]): Promise<void> {
      await model.deleteMany({ requestId: trusted({ $in: [...requestIds] }) }, { session })
    },
  }
}

function toRecord({ _id, ...rest }: Row): Claim {
  return { ...rest, id: _id }
}
