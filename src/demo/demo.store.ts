import { Schema, type ClientSession, type Connection } from 'mongoose'

/** Whether samples are wanted here; absent until somebody or the first start decides. */
export type DemoState = { readonly on: boolean; readonly at: Date }

type Row = DemoState & { readonly _id: 'demo' }

const schema = new Schema<Row>(
  { _id: String, on: { type: Boolean, required: true }, at: { type: Date, required: true } },
  { collection: 'demo_state', versionKey: false },
)

export type DemoStore = ReturnType<typeof demoStore>

/** Remembers that samples were brought in, or taken away and not wanted again. */
export function demoStore(connection: Connection) {
  const model = connection.model<Row>('DemoState', schema)
  return {
    async find(session: ClientSession | null = null): Promise<DemoState | null> {
      const row = await model.findOne({ _id: 'demo' }, null, { session }).lean<Row>()
      return row && { on: row.on, at: row.at }
    },

    async set(session: ClientSession, on: boolean, at: Date): Promise<void> {
      await model.updateOne({ _id: 'demo' }, { $set: { on, at } }, { session, upsert: true })
    },
  }
}
