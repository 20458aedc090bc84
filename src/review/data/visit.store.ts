import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { isRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'

/** A bank's visit to the enterprise: announced to it. The result is for the bank only. */
export type Visit = {
  readonly id: string
  readonly applicationId: string
  readonly bankId: string
  readonly plannedOn: LawDate
  readonly place: string
  /** What the enterprise should prepare; may be empty. */
  readonly note: string
  readonly by: string
  readonly at: Date
  readonly result: { readonly text: string; readonly on: LawDate; readonly by: string; readonly at: Date } | null
}

type Row = Omit<Visit, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    applicationId: { type: String, required: true },
    bankId: { type: String, required: true },
    plannedOn: { type: String, required: true },
    place: { type: String, required: true },
    // A required string may not be empty in mongoose.
    note: { type: String, default: '' },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    result: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'review_visits', versionKey: false },
)
schema.index({ applicationId: 1, plannedOn: 1 })

export type VisitStore = ReturnType<typeof visitStore>

/** The only reader and writer of `review_visits`. */
export function visitStore(connection: Connection) {
  const model = connection.model<Row>('ReviewVisit', schema)
  return {
    /** @returns false when it exists already, as after a second click */
    async insert(session: ClientSession, { id, ...visit }: Visit): Promise<boolean> {
      const once = { session, upsert: true } as const
      return (await model.updateOne({ _id: id }, { $setOnInsert: visit }, once)).upsertedCount === 1
    },

    /** By planned day. */
    async of(applicationId: string): Promise<readonly Visit[]> {
      const rows = await model.find({ applicationId }).sort({ plannedOn: 1, at: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    /** Records the result of a visit, once. @returns false when there is no such visit without a result */
    async report(
      session: ClientSession,
      { applicationId, id }: Pick<Visit, 'applicationId' | 'id'>,
      result: NonNullable<Visit['result']>,
    ): Promise<boolean> {
      if (!isRecordId(id)) return false
      const done = await model.updateOne({ _id: id, applicationId, result: null }, { $set: { result } }, { session })
      return done.matchedCount === 1
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },
  }
}
