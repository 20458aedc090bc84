import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { ApplicationScope } from '../../applications/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import type { Due } from '../rules/loan.js'
import { LOAN_REF_FIELDS, byLoanIds, loanScopeFilter } from './loan.store.js'

type Row = Due & { readonly _id: string }

const text = { type: String, required: true } as const
const number = { type: Number, required: true } as const
const schema = new Schema<Row>(
  {
    ...LOAN_REF_FIELDS,
    no: number,
    dueOn: text,
    principalFen: number,
    interestFen: number,
    paidPrincipalFen: number,
    paidInterestFen: number,
    settled: { type: Boolean, required: true },
  },
  { collection: 'loan_dues', versionKey: false },
)
schema.index({ loanId: 1, no: 1 }, { unique: true })
schema.index({ settled: 1, dueOn: 1 })
schema.index({ bankId: 1, settled: 1, dueOn: 1 })

export type DueStore = ReturnType<typeof dueStore>
export type OverdueSum = {
  readonly loanId: string
  readonly since: LawDate
  readonly principalFen: Fen
  readonly interestFen: Fen
}

/** The only reader and writer of `loan_dues`: derived from the events of each loan, for lists and totals. */
export function dueStore(connection: Connection) {
  const model = connection.model<Row>('LoanDue', schema)
  return {
    /** Replaces the list of a loan; unchanged lines are not written. */
    async put(session: ClientSession, loanId: string, dues: readonly Due[]): Promise<void> {
      const old = new Map((await model.find({ loanId }, null, { session }).lean<Row[]>()).map((row) => [row.no, row]))
      const changed = dues.filter((due) => !isSame(due, old.get(due.no)))
      const gone = [...old.keys()].filter((no) => no > dues.length || changed.some((due) => due.no === no))
      if (gone.length > 0) await model.deleteMany({ loanId, no: trusted({ $in: gone }) }, { session })
      const rows = changed.map((due) => ({ ...due, _id: `${loanId}-${due.no}` }))
      if (rows.length > 0) await model.insertMany(rows, { session, lean: true })
    },

    async of(loanId: string, session: ClientSession | null = null): Promise<readonly Due[]> {
      const rows = await model.find({ loanId }, null, { session }).sort({ no: 1 }).lean<Row[]>()
      return rows.map(dueFromRow)
    },

    /** What is overdue on a day, by loan. */
    async overdue(scope: ApplicationScope, today: LawDate): Promise<ReadonlyMap<string, OverdueSum>> {
      const rows = await model.aggregate<OverdueSum & { readonly _id: string }>([
        { $match: { ...loanScopeFilter(scope), settled: false, dueOn: trusted({ $lt: today }) } },
        {
          $group: {
            _id: '$loanId',
            since: { $min: '$dueOn' },
            principalFen: { $sum: { $subtract: ['$principalFen', '$paidPrincipalFen'] } },
            interestFen: { $sum: { $subtract: ['$interestFen', '$paidInterestFen'] } },
          },
        },
      ])
      return new Map(rows.map(({ _id, ...sum }) => [_id, { ...sum, loanId: _id }]))
    },

    async removeOf(session: ClientSession, loanIds: readonly string[]): Promise<void> {
      await model.deleteMany(byLoanIds(loanIds), { session })
    },
  }
}

const isSame = (due: Due, row: Row | undefined): boolean =>
  row?.dueOn === due.dueOn &&
  row.principalFen === due.principalFen &&
  row.interestFen === due.interestFen &&
  row.paidPrincipalFen === due.paidPrincipalFen &&
  row.paidInterestFen === due.paidInterestFen

function dueFromRow(row: Row): Due {
  const { loanId, applicationId, enterpriseId, bankId, isSample, no, dueOn, settled } = row
  const { principalFen, interestFen, paidPrincipalFen, paidInterestFen } = row
  return {
    ...{ loanId, applicationId, enterpriseId, bankId, isSample, no, dueOn, settled },
    ...{ principalFen, interestFen, paidPrincipalFen, paidInterestFen },
  }
}
