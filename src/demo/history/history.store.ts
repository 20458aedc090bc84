import { Schema, type ClientSession, type Connection } from 'mongoose'

/** How far the sample history was taken over; absent where none was begun. */
export type HistoryState = {
  /** The instant at which it ends: the same each time it is told again. */
  readonly end: Date
  readonly count: number
  /** The last numbers given out before it, by series. */
  readonly counters: readonly { readonly _id: string; readonly last: number }[]
  /** Shares that are there already. */
  readonly done: number
  readonly finished: boolean
}

type Row = HistoryState & { readonly _id: 'history' }

const schema = new Schema<Row>(
  {
    _id: String,
    end: { type: Date, required: true },
    count: { type: Number, required: true },
    counters: { type: Schema.Types.Mixed, required: true },
    done: { type: Number, required: true },
    finished: { type: Boolean, required: true },
  },
  { collection: 'demo_history', versionKey: false },
)

/** Whether a history was begun that is not all here: figures still grow, or will at the next start. */
export async function historyIsArriving({ connection }: { readonly connection: Connection }): Promise<boolean> {
  return (await historyStore(connection).find())?.finished === false
}

/** The only reader and writer of `demo_history`. */
export function historyStore(connection: Connection) {
  const model = connection.model<Row>('DemoHistory', schema)
  return {
    async find(session: ClientSession | null = null): Promise<HistoryState | null> {
      const row = await model.findOne({ _id: 'history' }, null, { session }).lean<Row>()
      if (row === null) return null
      const { end, count, counters, done, finished } = row
      return { end, count, counters, done, finished }
    },

    async begin(session: ClientSession, state: HistoryState): Promise<void> {
      await model.create([{ ...state, _id: 'history' }], { session })
    },

    async setDone(session: ClientSession, done: number, finished: boolean): Promise<void> {
      await model.updateOne({ _id: 'history' }, { $set: { done, finished } }, { session })
    },

    async remove(session: ClientSession): Promise<void> {
      await model.deleteOne({ _id: 'history' }, { session })
    },
  }
}
