import { Schema, type ClientSession, type Connection } from 'mongoose'

/** The contact of the centre at a bank, and whether the bank takes part at present. */
export type InstitutionContact = {
  readonly bankId: string
  readonly active: boolean
  /** The branch that serves the Corps; empty when nobody has named one. */
  readonly branch: string
  readonly contact: string
  readonly phone: string
  readonly updatedAt: Date | null
}

type Row = Omit<InstitutionContact, 'bankId'> & { readonly _id: string }

const text = { type: String, default: '' }
const schema = new Schema<Row>(
  {
    _id: String,
    active: { type: Boolean, required: true },
    branch: text,
    contact: text,
    phone: text,
    updatedAt: { type: Date, required: true },
  },
  { collection: 'institution_contacts', versionKey: false },
)

export type ContactStore = ReturnType<typeof contactStore>

/** The only reader and writer of `institution_contacts`. The banks themselves come from the catalogue. */
export function contactStore(connection: Connection) {
  const model = connection.model<Row>('InstitutionContact', schema)
  return {
    async all(): Promise<ReadonlyMap<string, InstitutionContact>> {
      const rows = await model.find({}).lean<Row[]>()
      return new Map(rows.map(({ _id, ...row }) => [_id, { bankId: _id, ...row }]))
    },

    async put(session: ClientSession, { bankId, ...rest }: InstitutionContact): Promise<void> {
      await model.updateOne({ _id: bankId }, { $set: rest }, { session, upsert: true })
    },
  }
}

/** The contact at a bank that has no entry yet: the bank takes part. */
export const emptyContact = (bankId: string): InstitutionContact => ({
  ...{ bankId, active: true, branch: '', contact: '', phone: '', updatedAt: null },
})
