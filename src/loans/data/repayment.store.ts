import { Schema, type ClientSession, type Connection } from 'mongoose'
import { reversalsLast, type Repayment } from '../rules/loan.js'
import { LOAN_REF_FIELDS, byLoanIds, UNIQUE_FORM_KEY } from './loan.store.js'

type Row = Omit<Repayment, 'id'> & { readonly _id: string }

const text = { type: String, required: true } as const
const number = { type: Number, required: true } as const
const optional = { type: String, default: null } as const
const schema = new Schema<Row>(
  {
    ...LOAN_REF_FIELDS,
    paidOn: text,
    principalFen: number,
    prepaidFen: number,
    interestFen: number,
    otherFen: number,
    dueOn: optional,
    duePrincipalFen: number,
    dueInterestFen: number,
    reverses: optional,
    reason: optional,
    key: optional,
    recordedAt: { type: Date, required: true },
    by: text,
  },
  { collection: 'loan_repayments', versionKey: false },
)
schema.index({ loanId: 1, paidOn: 1 })
schema.index({ paidOn: 1 })
schema.index({ bankId: 1, paidOn: 1 })
schema.index({ enterpriseId: 1, paidOn: 1 })
schema.index({ loanId: 1, key: 1 }, UNIQUE_FORM_KEY)

export type RepaymentStore = ReturnType<typeof repaymentStore>

/** The only reader and writer of `loan_repayments`: they are added and never changed. */
export function repaymentStore(connection: Connection) {
  const model = connection.model<Row>('LoanRepayment', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: Repayment): Promise<void> {
      await model.insertMany([{ ...rest, _id: id }], { session, lean: true })
    },

    /** In the order of the days of payment; a reversal comes after the record that it reverses. */
    async of(loanId: string, session: ClientSession | null = null): Promise<readonly Repayment[]> {
      const order = { paidOn: 1, recordedAt: 1, _id: 1 } as const
      const rows = await model.find({ loanId }, null, { session }).sort(order).lean<Row[]>()
      return rows
        .map(({ _id, ...rest }) => ({ ...rest, id: _id }))
        .toSorted((one, other) => one.paidOn.localeCompare(other.paidOn) || reversalsLast(one, other))
    },

    /** Every repayment, or those of some loans, without holding them all. */
    async *walk(loanIds: readonly string[] | null): AsyncIterable<Repayment> {
      const rows = model.find(byLoanIds(loanIds)).lean<Row[]>().cursor({ batchSize: 1000 })
      for await (const { _id, ...rest } of rows) yield { ...rest, id: _id }
    },

    async removeOf(session: ClientSession, loanIds: readonly string[]): Promise<void> {
      await model.deleteMany(byLoanIds(loanIds), { session })
    },
  }
}
