import { Schema, trusted, type ClientSession, type Connection, type QueryFilter } from 'mongoose'
import type { ApplicationScope } from '../../applications/index.js'
import { isRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import { literally } from '../../kernel/text.js'
import { contractEffectiveRate } from '../rules/effective-rate.js'
import { COUNTED, type CountedLoan, type Loan, type LoanState } from '../rules/loan.js'

/** A filter; absent fields do not filter. */
export type LoanFilter = {
  readonly states?: readonly LoanState[]
  /** Overdue on this day. */
  readonly overdueOn?: LawDate
  /** Part of a title, name or number. */
  readonly text?: string
  readonly enterpriseId?: string
  readonly isSample?: boolean
}
export type LoanSlice = { readonly skip: number; readonly limit: number }
export type LoanSums = {
  readonly count: number
  readonly amountFen: Fen
  readonly drawnFen: Fen
  readonly balanceFen: Fen
}

/** Loans signed before the effective rate was stored have none. */
type Row = Omit<Loan, 'id' | 'allInBp'> & { readonly _id: string; readonly allInBp?: Loan['allInBp'] }

const { Mixed } = Schema.Types
const text = { type: String, required: true } as const
const number = { type: Number, required: true } as const
const optional = { type: String, default: null } as const
const schema = new Schema<Row>(
  {
    _id: text,
    number: text,
    applicationId: text,
    requestId: text,
    projectId: text,
    enterpriseId: text,
    enterpriseName: text,
    bankId: text,
    bankName: text,
    productId: optional,
    productName: optional,
    title: text,
    dimensions: { type: Mixed, required: true },
    isSample: { type: Boolean, required: true },
    allInBp: { type: Number, default: null },
    contractNumber: text,
    amountFen: number,
    rateBp: number,
    months: number,
    method: text,
    dayCount: text,
    plan: { type: Mixed, default: [] },
    signedOn: text,
    firstDueOn: text,
    maturity: text,
    guarantee: text,
    fees: { type: Mixed, default: [] },
    conditions: { type: Mixed, default: [] },
    qualities: { type: Mixed, default: [] },
    state: text,
    drawnFen: number,
    balanceFen: number,
    nextDueOn: optional,
    closedOn: optional,
    version: number,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'loans', versionKey: false, minimize: false },
)
schema.index({ applicationId: 1 }, { unique: true })
schema.index({ bankId: 1, contractNumber: 1 }, { unique: true })
schema.index({ bankId: 1, state: 1, signedOn: -1 })
schema.index({ enterpriseId: 1, signedOn: -1 })
schema.index({ projectId: 1 })
schema.index({ nextDueOn: 1 })
schema.index({ signedOn: 1 })

export type LoanStore = ReturnType<typeof loanStore>

/** The only reader and writer of `loans`. Every read names the scope: what lies outside is not there. */
export function loanStore(connection: Connection) {
  const model = connection.model<Row>('Loan', schema)
  return {
    async insert(session: ClientSession, { id, ...rest }: Loan): Promise<void> {
      await model.insertMany([{ ...rest, _id: id }], { session, lean: true })
    },

    async find(scope: ApplicationScope, id: string, session: ClientSession | null = null): Promise<Loan | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, ...loanScopeFilter(scope) }, null, { session }).lean<Row>()
      return row && loanFromRow(row)
    },

    async ofApplication(scope: ApplicationScope, applicationId: string): Promise<Loan | null> {
      const row = await model.findOne({ applicationId, ...loanScopeFilter(scope) }).lean<Row>()
      return row && loanFromRow(row)
    },

    async isNumberTaken(session: ClientSession, bankId: string, contractNumber: string): Promise<boolean> {
      return (await model.exists({ bankId, contractNumber }).session(session)) !== null
    },

    /** Writes the next version. @returns false when another change was faster. */
    async replace(session: ClientSession, { id, ...rest }: Loan, from: number): Promise<boolean> {
      const result = await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })
      return result.matchedCount === 1
    },

    async list(scope: ApplicationScope, filter: LoanFilter, { skip, limit }: LoanSlice): Promise<readonly Loan[]> {
      const query = { ...loanQuery(filter), ...loanScopeFilter(scope) }
      const rows = await model.find(query).sort({ signedOn: -1, _id: 1 }).skip(skip).limit(limit).lean<Row[]>()
      return rows.map(loanFromRow)
    },

    async sums(scope: ApplicationScope, filter: LoanFilter): Promise<LoanSums> {
      const [sums] = await model.aggregate<LoanSums>([
        { $match: { ...loanQuery(filter), ...loanScopeFilter(scope) } },
        {
          $group: {
            _id: null,
            count: { $sum: 1 },
            amountFen: { $sum: '$amountFen' },
            drawnFen: { $sum: '$drawnFen' },
            balanceFen: { $sum: '$balanceFen' },
          },
        },
        { $project: { _id: 0 } },
      ])
      return sums ?? { count: 0, amountFen: 0, drawnFen: 0, balanceFen: 0 }
    },

    /** The sum of the contracts that a bank signed from one day to another, both inclusive; cancelled ones are left out. */
    async contractedFen(bankId: string, from: LawDate, until: LawDate, isSample: boolean): Promise<Fen> {
      const [sum] = await model.aggregate<{ readonly fen: Fen }>([
        {
          $match: {
            bankId,
            isSample,
            state: trusted({ $ne: 'cancelled' }),
            signedOn: trusted({ $gte: from, $lte: until }),
          },
        },
        { $group: { _id: null, fen: { $sum: '$amountFen' } } },
      ])
      return sum?.fen ?? 0
    },

    /** All matches, one after another. */
    async *stream(scope: ApplicationScope, filter: LoanFilter): AsyncIterable<Loan> {
      const query = { ...loanQuery(filter), ...loanScopeFilter(scope) }
      const cursor = model.find(query).sort({ signedOn: -1, _id: 1 }).lean<Row[]>().cursor()
      for await (const row of cursor) yield loanFromRow(row)
    },

    /** Every loan with all that is known of it, without holding them all. */
    every: (): AsyncIterable<Loan> => whole({}),

    /** What figures are made of, of every loan or of those named, without holding them all. */
    async *walk(ids: readonly string[] | null): AsyncIterable<CountedLoan> {
      const query = ids === null ? {} : { _id: trusted({ $in: [...ids] }) }
      const rows = model
        .find({ ...query, allInBp: trusted({ $exists: true }) }, [...COUNTED])
        .lean<Row[]>()
        .cursor({ batchSize: 1000 })
      for await (const { _id, allInBp = null, ...rest } of rows) yield { ...rest, allInBp, id: _id }
      yield* whole({ ...query, allInBp: trusted({ $exists: false }) })
    },

    /**
     * Loans with something due before the day that is not paid, in the order of their ids, after the given one. Samples
     * are left out: their banks are real, and nobody of them is late.
     */
    async missed(day: LawDate, after: string, limit: number): Promise<readonly Loan[]> {
      const query = { isSample: false, nextDueOn: trusted({ $lt: day }), _id: trusted({ $gt: after }) }
      const rows = await model.find(query).sort({ _id: 1 }).limit(limit).lean<Row[]>()
      return rows.map(loanFromRow)
    },

    /** Loans that had money out, in the order of their ids, after the given one; samples are left out. */
    async drawn(after: string, limit: number): Promise<readonly Loan[]> {
      const query = { isSample: false, drawnFen: trusted({ $gt: 0 }), _id: trusted({ $gt: after }) }
      const rows = await model.find(query).sort({ _id: 1 }).limit(limit).lean<Row[]>()
      return rows.map(loanFromRow)
    },

    /** How many loans of the enterprise are neither paid back nor cancelled. */
    running: (session: ClientSession, enterpriseId: string): Promise<number> =>
      model.countDocuments({ enterpriseId, state: trusted({ $nin: ['closed', 'cancelled'] }) }, { session }),

    async ofEnterprises(session: ClientSession | null, ids: readonly string[]): Promise<readonly Loan[]> {
      const rows = await model.find({ enterpriseId: trusted({ $in: [...ids] }) }, null, { session }).lean<Row[]>()
      return rows.map(loanFromRow)
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<number> {
      const result = await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
      return result.deletedCount
    },
  }

  async function* whole(query: QueryFilter<Row>): AsyncIterable<Loan> {
    const rows = model.find(query).lean<Row[]>().cursor({ batchSize: 1000 })
    for await (const row of rows) yield loanFromRow(row)
  }
}

export function loanScopeFilter(scope: ApplicationScope): { readonly enterpriseId?: string; readonly bankId?: string } {
  return scope === 'all' ? {} : scope
}

function loanQuery({ states, overdueOn, text: part, ...exact }: LoanFilter): QueryFilter<Row> {
  const like = part ? trusted({ $regex: literally(part), $options: 'i' }) : null
  return {
    ...exact,
    ...(states && { state: trusted({ $in: [...states] }) }),
    ...(overdueOn && { nextDueOn: trusted({ $lt: overdueOn }) }),
    ...(like && { $or: [{ title: like }, { enterpriseName: like }, { contractNumber: like }, { number: like }] }),
  }
}

function loanFromRow({ _id, ...rest }: Row): Loan {
  return { ...rest, id: _id, allInBp: rest.allInBp === undefined ? contractEffectiveRate(rest, rest.fees) : rest.allInBp }
}

/** The columns that every record of a loan has, so that it is found and withheld without asking for its loan. */
export const LOAN_REF_FIELDS = {
  _id: text,
  loanId: text,
  applicationId: text,
  enterpriseId: text,
  bankId: text,
  isSample: { type: Boolean, required: true },
} as const

/** A one-time key of a form makes one record of a loan at the most; what no form made has none. */
export const UNIQUE_FORM_KEY = { unique: true, partialFilterExpression: { key: { $type: 'string' } } } as const

/** The records of some loans; of all, with null. */
export const byLoanIds = (loanIds: readonly string[] | null) =>
  loanIds === null ? {} : { loanId: trusted({ $in: [...loanIds] }) }
