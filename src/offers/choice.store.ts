import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

/**
 * Counts the choices of a request. Each choice writes the next version, so that of two people of the enterprise who choose
 * at the same time only one succeeds.
 */
export type Choice = {
  readonly requestId: string
  readonly enterpriseId: string
  readonly version: number
  /** The name of the person who chose last, and when; null while nobody has. */
  readonly by: string | null
  readonly at: Date | null
}

type Row = Omit<Choice, 'requestId'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    version: { type: Number, required: true },
    by: { type: String, default: null },
    at: { type: Date, default: null },
  },
  { collection: 'offer_choices', versionKey: false },
)
schema.index({ enterpriseId: 1 })

export type ChoiceStore = ReturnType<typeof choiceStore>

/** The only reader and writer of `offer_choices`. */
export function choiceStore(connection: Connection) {
  const model = connection.model<Row>('OfferChoice', schema)
  return {
    /** The current record; version 0 before the first choice. */
    async read(requestId: string, enterpriseId: string, session: ClientSession | null = null): Promise<Choice> {
      const row = await model.findOne({ _id: requestId, enterpriseId }, null, { session }).lean<Row>()
      return row ? choiceFromRow(row) : { requestId, enterpriseId, version: 0, by: null, at: null }
    },

    /** Compare and set: writes the next version of what was read. @returns false when another change came first */
    async next(session: ClientSession, read: Choice, by: string, at: Date): Promise<boolean> {
      const { requestId, enterpriseId, version } = read
      if (version === 0) {
        await model.create([{ _id: requestId, enterpriseId, version: 1, by, at }], { session })
        return true
      }
      const next = { $set: { version: version + 1, by, at } }
      return (await model.updateOne({ _id: requestId, version }, next, { session })).matchedCount === 1
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}

function choiceFromRow({ _id, ...rest }: Row): Choice {
  return { ...rest, requestId: _id }
}
