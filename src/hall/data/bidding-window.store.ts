import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { BiddingWindow } from '../rules/bidding-window.js'

type Row = Omit<BiddingWindow, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    requestId: { type: String, required: true },
    hallId: { type: String, required: true },
    number: { type: Number, required: true },
    emptyBefore: { type: Number, required: true },
    opensAt: { type: Date, required: true },
    closesAt: { type: Date, required: true },
    state: { type: String, required: true, enum: ['open', 'closed', 'void'] },
    closedAt: { type: Date, default: null },
    given: { type: Number, default: null },
    version: { type: Number, required: true },
  },
  { collection: 'hall_windows', versionKey: false },
)
schema.index({ requestId: 1, number: 1 }, { unique: true })
schema.index({ state: 1, closesAt: 1 })

export type BiddingWindowStore = ReturnType<typeof biddingWindowStore>

/** The only reader and writer of `hall_windows`. */
export function biddingWindowStore(connection: Connection) {
  const model = connection.model<Row>('HallWindow', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: BiddingWindow): Promise<void> {
      await model.create([{ ...rest, _id: id }], { session })
    },

    /** Writes the next version. @returns false when another change came first */
    async replace(session: ClientSession, { id, ...rest }: BiddingWindow, from: number): Promise<boolean> {
      const result = await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })
      return result.matchedCount === 1
    },

    /** The newest window of a request. */
    async latest(requestId: string, session: ClientSession | null = null): Promise<BiddingWindow | null> {
      const row = await model.findOne({ requestId }, null, { session }).sort({ number: -1 }).lean<Row>()
      return row && windowFromRow(row)
    },

    async listOfRequest(requestId: string): Promise<readonly BiddingWindow[]> {
      const rows = await model.find({ requestId }).sort({ number: 1 }).lean<Row[]>()
      return rows.map(windowFromRow)
    },

    /** Open windows that are due to close, the earliest first. */
    async listDue(now: Date, limit: number): Promise<readonly BiddingWindow[]> {
      const rows = await model
        .find({ state: 'open', closesAt: trusted({ $lte: now }) })
        .sort({ closesAt: 1 })
        .limit(limit)
        .lean<Row[]>()
      return rows.map(windowFromRow)
    },

    /** All open windows, in the order in which they close. */
    async listOpen(): Promise<readonly BiddingWindow[]> {
      const rows = await model.find({ state: 'open' }).sort({ closesAt: 1, _id: 1 }).lean<Row[]>()
      return rows.map(windowFromRow)
    },

    async removeOf(session: ClientSession, requestIds: readonly string[]): Promise<void> {
      await model.deleteMany({ requestId: trusted({ $in: [...requestIds] }) }, { session })
    },
  }
}

function windowFromRow({ _id, ...rest }: Row): BiddingWindow {
  return { ...rest, id: _id }
}
