import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { isRecordId } from '../../db/index.js'
import type { FinancingRequest } from '../rules/financing-request.js'

type Row = Omit<FinancingRequest, 'id'> & { readonly _id: string }

const { Mixed } = Schema.Types
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    number: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    enterpriseName: { type: String, required: true },
    needId: { type: String, required: true },
    needVersion: { type: Number, required: true },
    title: { type: String, required: true },
    channel: { type: String, required: true, enum: ['directed', 'hall'] },
    amountFen: { type: Number, required: true },
    termMonths: { type: Number, required: true },
    products: { type: Mixed, required: true },
    excludedBanks: { type: [String], required: true },
    securities: { type: Mixed, required: true },
    papers: { type: Mixed, required: true },
    consent: { type: Mixed, required: true },
    dimensions: { type: Mixed, required: true },
    catalogue: { type: String, required: true },
    recordHash: { type: String, required: true },
    snapshotHash: { type: String, required: true },
    holding: { type: Boolean, required: true },
    isSample: { type: Boolean, required: true },
    submittedAt: { type: Date, required: true },
    by: { type: String, default: null },
  },
  { collection: 'application_requests', versionKey: false, minimize: false },
)
schema.index({ key: 1 }, { unique: true })
schema.index({ number: 1 }, { unique: true })
schema.index({ enterpriseId: 1, submittedAt: -1 })
schema.index({ needId: 1, submittedAt: -1 })
schema.index({ submittedAt: 1 })

/** Whose requests a caller may reach. Banks reach them through their applications. */
export type RequestScope = { readonly enterpriseId: string } | 'all'
export type RequestFilter = {
  readonly needId?: string
  readonly ids?: readonly string[]
  readonly channel?: FinancingRequest['channel']
}

/** What figures are made of; the rest of a request is not read for them. */
export type CountedRequest = Pick<
  FinancingRequest,
  | 'id'
  | 'number'
  | 'enterpriseId'
  | 'enterpriseName'
  | 'needId'
  | 'title'
  | 'channel'
  | 'amountFen'
  | 'products'
  | 'dimensions'
  | 'isSample'
  | 'submittedAt'
>
const COUNTED = [
  ...['number', 'enterpriseId', 'enterpriseName', 'needId', 'title', 'channel', 'amountFen', 'products', 'dimensions'],
  ...['isSample', 'submittedAt'],
]

export type RequestStore = ReturnType<typeof requestStore>

/** The only reader and writer of `application_requests`. A request is written once; only `holding` changes. */
export function requestStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationRequest', schema)
  return {
    async insert(session: ClientSession, { id, ...request }: FinancingRequest): Promise<void> {
      await model.create([{ ...request, _id: id }], { session })
    },

    async find(
      scope: RequestScope,
      id: string,
      session: ClientSession | null = null,
    ): Promise<FinancingRequest | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, ...within(scope) }, null, { session }).lean<Row>()
      return row && requestFromRow(row)
    },

    /** The request that a form's one-time key led to. */
    async ofKey(
      scope: RequestScope,
      key: string,
      session: ClientSession | null = null,
    ): Promise<FinancingRequest | null> {
      const row = await model.findOne({ key, ...within(scope) }, null, { session }).lean<Row>()
      return row && requestFromRow(row)
    },

    /** The latest first. */
    async list(
      scope: RequestScope,
      { needId, ids, channel }: RequestFilter,
      { skip, limit }: { readonly skip: number; readonly limit: number },
    ): Promise<{ readonly requests: readonly FinancingRequest[]; readonly total: number }> {
      const query = {
        ...(needId !== undefined && { needId }),
        ...(channel !== undefined && { channel }),
        ...(ids && { _id: trusted({ $in: [...ids] }) }),
        ...within(scope),
      }
      const [rows, total] = await Promise.all([
        model.find(query).sort({ submittedAt: -1, _id: 1 }).skip(skip).limit(limit).lean<Row[]>(),
        model.countDocuments(query),
      ])
      return { requests: rows.map(requestFromRow), total }
    },

    /** Notes whether the request still holds its share. @returns false when it was so already. */
    async setHolding(session: ClientSession, id: string, holding: boolean): Promise<boolean> {
      const result = await model.updateOne({ _id: id, holding: !holding }, { $set: { holding } }, { session })
      return result.matchedCount === 1
    },

    /** Every request, or those named, without holding them all. */
    async *walk(ids: readonly string[] | null): AsyncGenerator<CountedRequest> {
      const rows = model
        .find(ids === null ? {} : { _id: trusted({ $in: [...ids] }) }, COUNTED)
        .lean<Row[]>()
        .cursor({ batchSize: 1000 })
      for await (const { _id, ...rest } of rows) yield { ...rest, id: _id }
    },

    /** Lets go of what an enterprise that closed had pledged and shown. */
    async forget(session: ClientSession, enterpriseId: string): Promise<void> {
      await model.updateMany({ enterpriseId }, { $set: { securities: [], papers: [], by: null } }, { session })
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}

const within = (scope: RequestScope) => (scope === 'all' ? {} : { enterpriseId: scope.enterpriseId })

function requestFromRow({ _id, ...rest }: Row): FinancingRequest {
  return { ...rest, id: _id }
}
