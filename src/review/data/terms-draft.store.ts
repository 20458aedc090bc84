import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

/** Form fields by name, as typed. */
export type FormValues = Readonly<Record<string, string>>

/** OfferTerms that somebody of the bank began to write: the fields as typed, with faults and all. One an application. */
export type TermsDraft = {
  readonly applicationId: string
  readonly bankId: string
  readonly typed: FormValues
  readonly by: string
  readonly at: Date
}

type Row = Omit<TermsDraft, 'applicationId'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    bankId: { type: String, required: true },
    typed: { type: Schema.Types.Mixed, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'review_drafts', versionKey: false, minimize: false },
)

export type TermsDraftStore = ReturnType<typeof termsDraftStore>

/** The only reader and writer of `review_drafts`. */
export function termsDraftStore(connection: Connection) {
  const model = connection.model<Row>('ReviewDraft', schema)
  return {
    /** Replaces an earlier draft. */
    async save(session: ClientSession, { applicationId, ...draft }: TermsDraft): Promise<void> {
      await model.updateOne({ _id: applicationId }, { $set: draft }, { session, upsert: true })
    },

    async find(bankId: string, applicationId: string): Promise<TermsDraft | null> {
      const row = await model.findOne({ _id: applicationId, bankId }).lean<Row>()
      if (!row) return null
      const { _id, ...rest } = row
      return { ...rest, applicationId: _id }
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ _id: trusted({ $in: [...applicationIds] }) }, { session })
    },
  }
}
