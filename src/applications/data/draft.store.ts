import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { isRecordId } from '../../db/index.js'
import type { Channel } from '../rules/financing-request.js'

/** A request that is being written. Its id is the one-time key of the form. */
export type Draft = {
  readonly id: string
  readonly enterpriseId: string
  readonly needId: string
  readonly channel: Channel
  readonly productIds: readonly string[]
  /** The application that it follows on, when it is written because that one came to nothing. */
  readonly afterId: string | null
  /** What stands in the form, by field, as typed. */
  readonly typed: Readonly<Record<string, string | readonly string[]>>
  readonly createdAt: Date
  readonly updatedAt: Date
}

type Row = Omit<Draft, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    needId: { type: String, required: true },
    channel: { type: String, required: true, enum: ['directed', 'hall'] },
    productIds: { type: [String], required: true },
    afterId: { type: String, default: null },
    typed: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'application_drafts', versionKey: false, minimize: false },
)
schema.index({ enterpriseId: 1, updatedAt: -1 })

export type DraftStore = ReturnType<typeof draftStore>

/** The only reader and writer of `application_drafts`. */
export function draftStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationDraft', schema)
  return {
    async insert(session: ClientSession, { id, ...draft }: Draft): Promise<void> {
      await model.create([{ ...draft, _id: id }], { session })
    },

    async find(enterpriseId: string, id: string, session: ClientSession | null = null): Promise<Draft | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, enterpriseId }, null, { session }).lean<Row>()
      return row && draftFromRow(row)
    },

    async replace(session: ClientSession, { id, ...draft }: Draft): Promise<void> {
      await model.updateOne({ _id: id, enterpriseId: draft.enterpriseId }, { $set: draft }, { session })
    },

    /** The latest first; an enterprise keeps few, see `MOST_DRAFTS`. */
    async list(enterpriseId: string, session: ClientSession | null = null): Promise<readonly Draft[]> {
      const rows = await model.find({ enterpriseId }, null, { session }).sort({ updatedAt: -1, _id: 1 }).lean<Row[]>()
      return rows.map(draftFromRow)
    },

    /** @returns whether it was there. */
    async remove(session: ClientSession, enterpriseId: string, id: string): Promise<boolean> {
      return (await model.deleteOne({ _id: id, enterpriseId }, { session })).deletedCount === 1
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}

function draftFromRow({ _id, ...rest }: Row): Draft {
  return { ...rest, id: _id }
}
