import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

/** A place that a bank gave up or lost; the promise statistics count these. */
export type ReleasedPlace = {
  readonly id: string
  readonly bankId: string
  readonly bankName: string
  readonly requestId: string
  readonly applicationId: string
  /** `limit`: the portal withdrew it after the limit for first contact. `officer`: the bank gave it up. */
  readonly cause: 'limit' | 'officer'
  readonly reason: string
  readonly isSample: boolean
  readonly at: Date
}

type Row = Omit<ReleasedPlace, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    bankId: { type: String, required: true },
    bankName: { type: String, required: true },
    requestId: { type: String, required: true },
    applicationId: { type: String, required: true },
    cause: { type: String, required: true, enum: ['limit', 'officer'] },
    reason: { type: String, required: true },
    isSample: { type: Boolean, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'hall_released_places', versionKey: false },
)
schema.index({ bankId: 1, at: -1 })
schema.index({ requestId: 1 })

export type ReleasedPlaceStore = ReturnType<typeof releasedPlaceStore>

/** The only reader and writer of `hall_released_places`: entries are added and never changed. */
export function releasedPlaceStore(connection: Connection) {
  const model = connection.model<Row>('HallReleasedPlace', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: ReleasedPlace): Promise<void> {
      await model.create([{ ...rest, _id: id }], { session })
    },

    /** The places released from an instant on, of one bank or of all. */
    async since(from: Date, bankId?: string): Promise<readonly ReleasedPlace[]> {
      const rows = await model
        .find({ at: trusted({ $gte: from }), ...(bankId !== undefined && { bankId }) })
        .sort({ at: 1 })
        .lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    async removeOf(session: ClientSession, requestIds: readonly string[]): Promise<void> {
      await model.deleteMany({ requestId: trusted({ $in: [...requestIds] }) }, { session })
    },
  }
}
