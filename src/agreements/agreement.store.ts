import { Schema, type ClientSession, type Connection } from 'mongoose'
import { isRecordId } from '../db/index.js'
import type { Agreement } from './rules/agreement.js'

type AgreementRow = Omit<Agreement, 'id'> & { readonly _id: string }

const optionalText = { type: String, default: null }
const schema = new Schema<AgreementRow>(
  {
    _id: { type: String, required: true },
    bankId: optionalText,
    bankName: optionalText,
    title: { type: String, required: true },
    signedOn: optionalText,
    from: optionalText,
    until: optionalText,
    lineFen: { type: Number, default: null },
    purpose: optionalText,
    terms: optionalText,
    source: optionalText,
    isSample: { type: Boolean, required: true },
    endedOn: optionalText,
    endReason: optionalText,
    version: { type: Number, required: true },
    changedAt: { type: Date, required: true },
  },
  { collection: 'agreements', versionKey: false },
)
schema.index({ until: 1 })

export type AgreementStore = ReturnType<typeof agreementStore>

/** The only reader and writer of `agreements`. They are few: whoever lists them reads them all. */
export function agreementStore(connection: Connection) {
  const model = connection.model<AgreementRow>('Agreement', schema)
  return {
    async insert(session: ClientSession, agreements: readonly Agreement[]): Promise<void> {
      const rows = agreements.map(({ id, ...rest }) => ({ ...rest, _id: id }))
      if (rows.length > 0) await model.insertMany(rows, { session, lean: true })
    },

    /** What runs out first comes first; those without a last day come last. */
    async all(): Promise<readonly Agreement[]> {
      const rows = (await model.find({}).sort({ until: 1, _id: 1 }).lean<AgreementRow[]>()).map(agreementFromRow)
      return [...rows.filter(({ until }) => until !== null), ...rows.filter(({ until }) => until === null)]
    },

    async find(id: string, session: ClientSession | null = null): Promise<Agreement | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id }, null, { session }).lean<AgreementRow>()
      return row && agreementFromRow(row)
    },

    /** Writes the next version. False when another change was faster. */
    async replace(session: ClientSession, { id, ...rest }: Agreement, from: number): Promise<boolean> {
      return (await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })).matchedCount === 1
    },

    async removeSamples(session: ClientSession): Promise<number> {
      return (await model.deleteMany({ isSample: true }, { session })).deletedCount
    },
  }
}

const agreementFromRow = ({ _id, ...rest }: AgreementRow): Agreement => ({ ...rest, id: _id })
