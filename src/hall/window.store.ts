import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { ClaimWindow } from './claim-window.js'

type Row = Omit<ClaimWindow, 'id'> & { readonly _id: string }

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

export type WindowStore = ReturnType<typeof windowStore>

/** The only reader and writer of `hall_windows`. */
export function windowStore(connection: Connection) {
  const model = connection.model<Row>('HallWindow', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: ClaimWindow): Promise<void> {
      await model.create([{ ...rest, _id: id }], { session })
    },

    /** Writes the next version. @returns false when another change was faster. */
    async replace(session: ClientSession, { id, ...rest }: ClaimWindow, from: number): Promise<boolean> {
      const result = await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })
      return result.matchedCount === 1
    },

    /** The newest window of a request. */
    async last(requestId: string, session: ClientSession | null = null): Promise<ClaimWindow | null> {
      const row = await model.findOne({ requestId }, null, { session }).sort({ number: -1 }).lean<Row>()
      return row && toRecord(row)
    },

    async of(requestId: string): Promise<readonly ClaimWindow[]> {
      const rows = await model.find({ requestId }).sort({ number: 1 }).lean<Row[]>()
      return rows.map(toRecord)
    },

    /** Open windows whose end has come, the earliest first. */
    async due(now: Date, limit: number): Promise<readonly ClaimWindow[]> {
      const rows = await model
        .find({ state: 'open', closesAt: trusted({ $lte: now }) })
        .sort({ closesAt: 1 })
        .limit(limit)
        .lean<Row[]>()
      return rows.map(toRecord)
    },

    /** All windows that stand open, those that close first before the others. */
    async open(): Promise<readonly ClaimWindow[]> {
      const rows = await model.find({ state: 'open' }).sort({ closesAt: 1, _id: 1 }).lean<Row[]>()
      return rows.map(toRecord)
    },

    async removeOf(session: ClientSession, requestIds: readonly string[]): Promise<void> {
      await model.deleteMany({ requestId: trusted({ $in: [...requestIds] }) }, { session })
    },
  }
}

function toRecord({ _id, ...rest }: Row): ClaimWindow {
  return { ...rest, id: _id }
}
