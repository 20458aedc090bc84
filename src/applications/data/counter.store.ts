import { Schema, type ClientSession, type Connection } from 'mongoose'

type Row = { readonly _id: string; readonly last: number }

const schema = new Schema<Row>(
  { _id: { type: String, required: true }, last: { type: Number, required: true } },
  { collection: 'application_counters', versionKey: false },
)

export type CounterStore = ReturnType<typeof counterStore>

/** The only reader and writer of `application_counters`: one running number a series. */
export function counterStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationCounter', schema)
  return {
    /** The next number of a series, from 1, taken in the transaction that uses it: no gap, none given twice. */
    async next(session: ClientSession, series: string): Promise<number> {
      const row = await model
        .findOneAndUpdate({ _id: series }, { $inc: { last: 1 } }, { session, upsert: true, returnDocument: 'after' })
        .lean<Row>()
      if (row === null) throw new Error(`the counter ${series} gave nothing`)
      return row.last
    },

    /** Sets so many numbers of a year aside for invented requests. @returns their series as it was before */
    async reserve(session: ClientSession, year: number, count: number): Promise<Row> {
      const _id = `${SAMPLE}${year}`
      const row = await model
        .findOneAndUpdate({ _id }, { $inc: { last: count } }, { session, upsert: true, returnDocument: 'after' })
        .lean<Row>()
      return { _id, last: (row?.last ?? count) - count }
    },

    /** Invented requests are counted from 1 again when they come back. */
    async removeSamples(session: ClientSession): Promise<void> {
      for (const { _id } of await model.find({}, { _id: 1 }, { session }).lean<Row[]>()) {
        if (_id.startsWith(SAMPLE)) await model.deleteOne({ _id }, { session })
      }
    },
  }
}

const SAMPLE = '示例-'

/** `LQ-2026-000117`; for invented requests `示例-2026-0117`, numbered apart. @param year of the day in China */
export function requestNumber(year: number, place: number, isSample: boolean): string {
  return isSample
    ? `${SAMPLE}${year}-${String(place).padStart(4, '0')}`
    : `LQ-${year}-${String(place).padStart(6, '0')}`
}
