import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { OfferTerms } from '../../finance/index.js'
import type { BasisPoints } from '../../kernel/percent.js'
import type { Score } from '../rules/allocate-places.js'

/** One bank's bid in one window, sealed until the window closes. */
export type Bid = {
  readonly id: string
  readonly windowId: string
  readonly requestId: string
  readonly bankId: string
  readonly bankName: string
  readonly productId: string
  readonly productName: string
  readonly terms: OfferTerms
  readonly by: { readonly accountId: string; readonly name: string }
  readonly at: Date
  /** `standing` until the window closes. A withdrawn bid may be made again. */
  readonly state: 'standing' | 'withdrawn' | 'placed' | 'unplaced'
  /** The result by the rule; null until the window has closed. */
  readonly outcome: BidOutcome | null
  /** Counts changes. A form sends the version it showed, 0 for no bid yet. */
  readonly version: number
}

export type BidOutcome = {
  readonly rank: number
  readonly of: number
  readonly score: Score
  /** All-in yearly cost; null when a fee was unknown. */
  readonly costBp: BasisPoints | null
}

type Row = Omit<Bid, 'id'> & { readonly _id: string }

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
// Two officers of one bank who bid at the same time make one bid.
schema.index({ windowId: 1, bankId: 1 }, { unique: true })
schema.index({ requestId: 1, bankId: 1 })

export type BidStore = ReturnType<typeof bidStore>

/** The only reader and writer of `hall_claims`: one row per bank and window. */
export function bidStore(connection: Connection) {
  const model = connection.model<Row>('HallClaim', schema)
  return {
    /** Writes the next version of a bid, or the first one (`from` 0). @returns false when another change came first */
    async save(session: ClientSession, { id, ...rest }: Bid, from: number): Promise<boolean> {
      if (from === 0) {
        await model.create([{ ...rest, _id: id }], { session })
        return true
      }
      const result = await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })
      return result.matchedCount === 1
    },

    async find(windowId: string, bankId: string, session: ClientSession | null = null): Promise<Bid | null> {
      const row = await model.findOne({ windowId, bankId }, null, { session }).lean<Row>()
      return row && bidFromRow(row)
    },

    /** The bids that take part when the window closes. */
    async activeIn(windowId: string, session: ClientSession | null = null): Promise<readonly Bid[]> {
      const rows = await model
        .find({ windowId, state: 'standing' }, null, { session })
        .sort({ bankId: 1 })
        .lean<Row[]>()
      return rows.map(bidFromRow)
    },

    /** The bids of one bank on a request, the newest first. */
    async listOfBank(requestId: string, bankId: string): Promise<readonly Bid[]> {
      const rows = await model.find({ requestId, bankId }).sort({ at: -1 }).lean<Row[]>()
      return rows.map(bidFromRow)
    },

    /** The bids on a request that got a place. */
    async listPlaced(requestId: string): Promise<readonly Bid[]> {
      const rows = await model.find({ requestId, state: 'placed' }).sort({ at: 1 }).lean<Row[]>()
      return rows.map(bidFromRow)
    },

    /** Those of the given windows in which the bank has a bid. */
    async windowsWithBidOf(bankId: string, windowIds: readonly string[]): Promise<ReadonlySet<string>> {
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

function bidFromRow({ _id, ...rest }: Row): Bid {
  return { ...rest, id: _id }
}
