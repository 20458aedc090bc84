import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Benefit } from '../rules/loan.js'

type Row = Omit<Benefit, 'id'> & { readonly _id: string }

const text = { type: String, required: true } as const
const schema = new Schema<Row>(
  {
    _id: text,
    projectId: text,
    year: { type: Number, required: true },
    loanId: text,
    enterpriseId: text,
    bankId: text,
    isSample: { type: Boolean, required: true },
    standardCoalTce: { type: Number, default: null },
    carbonT: { type: Number, default: null },
    basis: text,
    source: text,
    verified: { type: Schema.Types.Mixed, default: null },
    reportedAt: { type: Date, required: true },
    by: text,
  },
  { collection: 'loan_benefits', versionKey: false },
)
// A project saves once a year, whatever number of loans it has.
schema.index({ projectId: 1, year: 1 }, { unique: true })
schema.index({ year: 1, bankId: 1 })
schema.index({ enterpriseId: 1, year: -1 })

export type BenefitStore = ReturnType<typeof benefitStore>

/** The only reader and writer of `loan_benefits`. */
export function benefitStore(connection: Connection) {
  const model = connection.model<Row>('LoanBenefit', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: Benefit): Promise<void> {
      await model.insertMany([{ ...rest, _id: id }], { session, lean: true })
    },

    /** The latest year first. */
    async of(projectId: string, session: ClientSession | null = null): Promise<readonly Benefit[]> {
      const rows = await model.find({ projectId }, null, { session }).sort({ year: -1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    async set(
      session: ClientSession,
      id: string,
      change: Partial<
        Pick<Benefit, 'standardCoalTce' | 'carbonT' | 'basis' | 'reportedAt' | 'by' | 'source' | 'verified'>
      >,
    ): Promise<void> {
      await model.updateOne({ _id: id }, { $set: change }, { session })
    },

    /** Takes the names of people off; the figures stay. */
    async forgetPeople(session: ClientSession, enterpriseId: string): Promise<void> {
      await model.updateMany({ enterpriseId }, { $set: { by: '已注销的企业' } }, { session })
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}
