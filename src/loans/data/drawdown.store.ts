import { Schema, type ClientSession, type Connection } from 'mongoose'
import { reversalsLast, type Drawdown } from '../rules/loan.js'
import { isRecordId } from '../../db/index.js'
import { LOAN_REF_FIELDS, byLoanIds, UNIQUE_FORM_KEY } from './loan.store.js'

type Row = Omit<Drawdown, 'id'> & { readonly _id: string }

const text = { type: String, required: true } as const
const optional = { type: String, default: null } as const
const schema = new Schema<Row>(
  {
    ...LOAN_REF_FIELDS,
    plannedOn: optional,
    plannedFen: { type: Number, default: null },
    madeOn: optional,
    amountFen: { type: Number, required: true },
    state: text,
    // An empty text is a use that nobody has written down yet.
    use: { type: String, default: '' },
    reverses: optional,
    reason: optional,
    key: optional,
    recordedAt: { type: Date, required: true },
    by: text,
  },
  { collection: 'loan_drawdowns', versionKey: false },
)
schema.index({ loanId: 1, recordedAt: 1 })
schema.index({ madeOn: 1 })
schema.index({ bankId: 1, madeOn: 1 })
schema.index({ enterpriseId: 1, madeOn: 1 })
schema.index({ loanId: 1, key: 1 }, UNIQUE_FORM_KEY)

export type DrawdownStore = ReturnType<typeof drawdownStore>

/** The only reader and writer of `loan_drawdowns`. A drawdown that was made changes in its state alone. */
export function drawdownStore(connection: Connection) {
  const model = connection.model<Row>('LoanDrawdown', schema)
  return {
    async insert(session: ClientSession, drawdowns: readonly Drawdown[]): Promise<void> {
      const rows = drawdowns.map(({ id, ...rest }) => ({ ...rest, _id: id }))
      await model.insertMany(rows, { session, lean: true })
    },

    /** In the order of their days; those that are planned last. */
    async of(loanId: string, session: ClientSession | null = null): Promise<readonly Drawdown[]> {
      const rows = await model.find({ loanId }, null, { session }).sort({ recordedAt: 1, _id: 1 }).lean<Row[]>()
      return rows
        .map(drawdownFromRow)
        .toSorted((one, other) => dayOf(one).localeCompare(dayOf(other)) || reversalsLast(one, other))
    },

    async find(session: ClientSession, loanId: string, id: string): Promise<Drawdown | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, loanId }, null, { session }).lean<Row>()
      return row && drawdownFromRow(row)
    },

    /** Makes of a planned drawdown what it became, or marks one as corrected. */
    async set(
      session: ClientSession,
      id: string,
      change: Partial<
        Pick<Drawdown, 'state' | 'madeOn' | 'amountFen' | 'use' | 'reason' | 'key' | 'recordedAt' | 'by'>
      >,
    ): Promise<void> {
      await model.updateOne({ _id: id }, { $set: change }, { session })
    },

    /** Every drawdown, or those of some loans, without holding them all. */
    async *walk(loanIds: readonly string[] | null): AsyncIterable<Drawdown> {
      const rows = model.find(byLoanIds(loanIds)).lean<Row[]>().cursor({ batchSize: 1000 })
      for await (const row of rows) yield drawdownFromRow(row)
    },

    async removeOf(session: ClientSession, loanIds: readonly string[]): Promise<void> {
      await model.deleteMany(byLoanIds(loanIds), { session })
    },
  }
}

const dayOf = ({ madeOn, plannedOn }: Drawdown): string => madeOn ?? plannedOn ?? '9'

function drawdownFromRow({ _id, ...rest }: Row): Drawdown {
  return { ...rest, id: _id }
}
