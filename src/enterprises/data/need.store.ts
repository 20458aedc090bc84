import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Need } from '../rules/need.js'
import { isRecordId } from '../../db/index.js'

type NeedRow = Omit<Need, 'id'> & { readonly _id: string }

const optionalNumber = { type: Number, default: null }
const optionalText = { type: String, default: null }
const schema = new Schema<NeedRow>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    title: { type: String, required: true },
    amountFen: optionalNumber,
    termMonths: optionalNumber,
    purpose: optionalText,
    greenCode: optionalText,
    investmentFen: optionalNumber,
    ownFundsFen: optionalNumber,
    approvals: { type: Schema.Types.Mixed, default: null },
    securities: { type: Schema.Types.Mixed, default: null },
    securityRegistered: { type: Boolean, default: null },
    energySavingTce: optionalNumber,
    carbonReductionT: optionalNumber,
    status: { type: String, required: true, enum: ['open', 'withdrawn'] },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    by: optionalText,
  },
  { collection: 'enterprise_needs', versionKey: false },
)
schema.index({ enterpriseId: 1, createdAt: -1 })
schema.index({ status: 1, createdAt: 1 })

export type NeedStore = ReturnType<typeof needStore>

/** The only reader and writer of `enterprise_needs`. Every read names the enterprise: someone else's need is not there. */
export function needStore(connection: Connection) {
  const model = connection.model<NeedRow>('EnterpriseNeed', schema)
  return {
    async insert(session: ClientSession, { id, ...need }: Need): Promise<void> {
      await model.create([{ ...need, _id: id }], { session })
    },

    /** Many at once. */
    async insertAll(session: ClientSession, needs: readonly Need[]): Promise<void> {
      const rows = needs.map(({ id, ...need }) => ({ ...need, _id: id }))
      await model.insertMany(rows, { session, lean: true })
    },

    async find(enterpriseId: string, id: string, session: ClientSession | null = null): Promise<Need | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, enterpriseId }, null, { session }).lean<NeedRow>()
      return row && needFromRow(row)
    },

    /** Writes the next version. @returns false when another change was faster. */
    async replace(session: ClientSession, { id, ...need }: Need, from: number): Promise<boolean> {
      const result = await model.updateOne({ _id: id, version: from }, { $set: need }, { session })
      return result.matchedCount === 1
    },

    /** All needs of an enterprise, the latest first; their number is limited by `MOST_NEEDS` when one is added. */
    async list(enterpriseId: string, session: ClientSession | null = null): Promise<readonly Need[]> {
      const rows = await model.find({ enterpriseId }, null, { session }).sort({ createdAt: -1, _id: 1 }).lean<NeedRow[]>()
      return rows.map(needFromRow)
    },

    /** Every open need that came about in a span of time, the end not included, the earliest first. */
    async openBetween(from: Date, to: Date): Promise<readonly Need[]> {
      const rows = await model
        .find({ status: 'open', createdAt: trusted({ $gte: from, $lt: to }) })
        .sort({ createdAt: 1 })
        .lean<NeedRow[]>()
      return rows.map(needFromRow)
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}

function needFromRow({ _id, ...rest }: NeedRow): Need {
  return { ...rest, id: _id }
}
