import { Schema, type ClientSession, type Connection } from 'mongoose'

type Row = { readonly _id: string; readonly rank: number; readonly at: Date }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    rank: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'application_reminders', versionKey: false },
)

export type SentReminderStore = ReturnType<typeof sentReminderStore>

/** The only reader and writer of `application_reminders`: the rank of the last reminder sent in each thread. */
export function sentReminderStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationReminder', schema)
  return {
    /** The rank of the last reminder of a thread; 0 when none was sent. */
    async rank(thread: string, session: ClientSession | null = null): Promise<number> {
      return (await model.findById(thread, null, { session }).lean<Row>())?.rank ?? 0
    },

    async set(session: ClientSession, thread: string, rank: number, at: Date): Promise<void> {
      await model.updateOne({ _id: thread }, { $set: { rank, at } }, { session, upsert: true })
    },
  }
}
