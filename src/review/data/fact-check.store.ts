import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

/** A bank's check of a value that the enterprise declared. The latest check of a fact counts. */
export type FactCheck = {
  readonly id: string
  readonly applicationId: string
  readonly bankId: string
  readonly fact: string
  /** What it was checked against. */
  readonly note: string
  readonly by: string
  readonly at: Date
}

type Row = Omit<FactCheck, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    applicationId: { type: String, required: true },
    bankId: { type: String, required: true },
    fact: { type: String, required: true },
    note: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'review_checks', versionKey: false },
)
schema.index({ applicationId: 1, at: 1 })

export type FactCheckStore = ReturnType<typeof factCheckStore>

/** The only reader and writer of `review_checks`: checks are added and never changed. */
export function factCheckStore(connection: Connection) {
  const model = connection.model<Row>('ReviewCheck', schema)
  return {
    async insert(session: ClientSession, { id, ...check }: FactCheck): Promise<void> {
      await model.create([{ ...check, _id: id }], { session })
    },

    /** The latest check of each fact, by fact; the bank's own only. */
    async of(bankId: string, applicationId: string): Promise<ReadonlyMap<string, FactCheck>> {
      const rows = await model.find({ applicationId, bankId }).sort({ at: 1, _id: 1 }).lean<Row[]>()
      return new Map(rows.map(({ _id, ...rest }) => [rest.fact, { ...rest, id: _id }]))
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },
  }
}
