import { Schema, trusted, type ClientSession, type Connection, type QueryFilter } from 'mongoose'
import { isRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Application, Offer } from '../rules/application.js'
import type { ApplicationKind, ApplicationState } from '../rules/state-table.js'

/** Whose applications a caller may reach. A bank never sees what stands in the hall here. */
export type ApplicationScope = { readonly enterpriseId: string } | { readonly bankId: string } | 'all'

/** Narrows a list; what is not named does not narrow. */
export type ApplicationFilter = {
  readonly kind?: ApplicationKind
  readonly states?: readonly ApplicationState[]
  readonly requestId?: string
  readonly needRequestIds?: readonly string[]
  readonly officerId?: string | null
  readonly productId?: string
  readonly enterpriseId?: string
  readonly isSample?: boolean
}
export type Page = { readonly skip: number; readonly limit: number }
/** `due`: the nearest limit first, what has none last. */
export type Order = 'newest' | 'due'

/** What figures are made of; the rest of an application is not read for them. */
const COUNTED = [
  ...['number', 'requestId', 'kind', 'channel', 'enterpriseId', 'enterpriseName', 'title', 'bankId', 'productId'],
  ...['amountFen', 'dimensions', 'isSample', 'state', 'step', 'reached', 'steps', 'decision', 'refusal', 'submittedAt'],
  'offer.terms.rateBp',
] as const
export type CountedApplication = Pick<
  Application,
  | 'id'
  | 'number'
  | 'requestId'
  | 'kind'
  | 'channel'
  | 'enterpriseId'
  | 'enterpriseName'
  | 'title'
  | 'bankId'
  | 'productId'
  | 'amountFen'
  | 'dimensions'
  | 'isSample'
  | 'state'
  | 'step'
  | 'reached'
  | 'steps'
  | 'decision'
  | 'refusal'
  | 'submittedAt'
> & { readonly offer: { readonly terms: Pick<Offer['terms'], 'rateBp'> } | null }

type Row = Omit<Application, 'id'> & { readonly _id: string }

const { Mixed } = Schema.Types
const text = { type: String, default: null }
const date = { type: Date, default: null }
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    number: { type: String, required: true },
    requestId: { type: String, required: true },
    kind: { type: String, required: true },
    channel: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    enterpriseName: { type: String, required: true },
    title: { type: String, required: true },
    bankId: text,
    bankName: text,
    productId: text,
    productName: text,
    amountFen: { type: Number, required: true },
    termMonths: { type: Number, required: true },
    dimensions: { type: Mixed, required: true },
    isSample: { type: Boolean, required: true },
    state: { type: String, required: true },
    before: text,
    step: { type: Mixed, default: null },
    officerId: text,
    officerName: text,
    documents: { type: Mixed, default: [] },
    asked: { type: Mixed, default: null },
    offer: { type: Mixed, default: null },
    proposal: { type: Mixed, default: null },
    decision: { type: Mixed, default: null },
    refusal: { type: Mixed, default: null },
    contests: { type: Mixed, default: [] },
    reached: { type: Mixed, default: {} },
    steps: { type: Mixed, default: [] },
    version: { type: Number, required: true },
    submittedAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    endedAt: date,
  },
  { collection: 'applications', versionKey: false, minimize: false },
)
schema.index({ enterpriseId: 1, submittedAt: -1 })
schema.index({ bankId: 1, state: 1, submittedAt: -1 })
schema.index({ requestId: 1 })
schema.index({ number: 1 }, { unique: true })
schema.index({ kind: 1, state: 1, submittedAt: -1 })
schema.index({ 'step.amberAt': 1 })
schema.index({ state: 1, 'offer.terms.validUntil': 1 })
schema.index({ submittedAt: 1 })

export type ApplicationStore = ReturnType<typeof applicationStore>

/** The only reader and writer of `applications`. Every read names the scope: what lies outside is not there. */
export function applicationStore(connection: Connection) {
  const model = connection.model<Row>('Application', schema)
  return {
    async insert(session: ClientSession, applications: readonly Application[]): Promise<void> {
      const rows = applications.map(({ id, ...rest }) => ({ ...rest, _id: id }))
      await model.insertMany(rows, { session, lean: true })
    },

    async find(scope: ApplicationScope, id: string, session: ClientSession | null = null): Promise<Application | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, ...within(scope) }, null, { session }).lean<Row>()
      return row && applicationFromRow(row)
    },

    /** Writes the next version. @returns false when another change was faster. */
    async replace(session: ClientSession, { id, ...rest }: Application, from: number): Promise<boolean> {
      const result = await model.updateOne({ _id: id, version: from }, { $set: rest }, { session })
      return result.matchedCount === 1
    },

    async list(
      scope: ApplicationScope,
      filter: ApplicationFilter,
      { skip, limit }: Page,
      order: Order = 'newest',
      session: ClientSession | null = null,
    ): Promise<{ readonly applications: readonly Application[]; readonly total: number }> {
      const query = { ...matching(filter), ...within(scope) }
      const sort =
        order === 'due'
          ? ({ 'step.dueOn': 1, submittedAt: 1, _id: 1 } as const)
          : ({ submittedAt: -1, _id: 1 } as const)
      const read = () => model.find(query, null, { session }).sort(sort).skip(skip).limit(limit).lean<Row[]>()
      const count = () => model.countDocuments(query, session === null ? {} : { session })
      // A session runs one operation at a time.
      const [rows, total] = session === null ? await Promise.all([read(), count()]) : [await read(), await count()]
      return { applications: rows.map(applicationFromRow), total }
    },

    /** All applications of a request, the hall's place first, then in the order in which they came about. */
    async ofRequest(
      scope: ApplicationScope,
      requestId: string,
      session: ClientSession | null = null,
    ): Promise<readonly Application[]> {
      const rows = await model
        .find({ requestId, ...within(scope) }, null, { session })
        .sort({ submittedAt: 1, number: 1 })
        .lean<Row[]>()
      return rows.map(applicationFromRow)
    },

    /** Whose clock runs and has used up its share of the limit by now, the longest first; samples are left out. */
    pastAmber: (now: Date): AsyncIterable<Application> =>
      read({ 'step.amberAt': trusted({ $lte: now }) }, { 'step.amberAt': 1 }),

    /** Offers that wait for the enterprise and run out by that day at the latest; samples are left out. */
    offeredUntil: (day: LawDate): AsyncIterable<Application> =>
      read({ state: 'offered', 'offer.terms.validUntil': trusted({ $lte: day }) }, { 'offer.terms.validUntil': 1 }),

    /** Places in the hall in these states whose request was submitted before an instant. */
    hallBefore: (states: readonly Application['state'][], at: Date): AsyncIterable<Application> =>
      stream({ kind: 'hall', state: trusted({ $in: [...states] }), submittedAt: trusted({ $lt: at }) }),

    /** Banks that got a place, and whose time to make contact ran out before an instant. */
    contactsDueBefore: (at: Date): AsyncIterable<Application> =>
      stream({ kind: 'bank', state: 'claimed', 'step.name': 'contact', 'step.dueAt': trusted({ $lt: at }) }),

    /** Every application, or those of some requests, in the order in which they came about, without holding them all. */
    async *walk(requestIds: readonly string[] | null): AsyncGenerator<CountedApplication> {
      const rows = model
        .find(requestIds === null ? {} : { requestId: trusted({ $in: [...requestIds] }) }, [...COUNTED])
        .sort(requestIds === null ? { submittedAt: 1 } : { submittedAt: 1, number: 1 })
        .lean<Row[]>()
        .cursor({ batchSize: 1000 })
      for await (const { _id, ...rest } of rows) yield { ...rest, id: _id }
    },

    /** The requests that some applications belong to. */
    async requestIdsOf(ids: readonly string[]): Promise<readonly string[]> {
      return model.distinct('requestId', { _id: trusted({ $in: [...ids] }) })
    },

    /** Every application of an enterprise, in the order in which they came about. */
    async ofEnterprise(enterpriseId: string, session: ClientSession): Promise<readonly Application[]> {
      const rows = await model
        .find({ enterpriseId }, null, { session })
        .sort({ submittedAt: 1, number: 1 })
        .lean<Row[]>()
      return rows.map(applicationFromRow)
    },

    /** Lets go of what an enterprise that closed had shown: its papers and what it had said. */
    async forget(session: ClientSession, enterpriseId: string): Promise<void> {
      await model.updateMany({ enterpriseId }, { $set: { documents: [], contests: [], asked: null } }, { session })
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }

  /** Without samples. */
  function read(where: QueryFilter<Row>, sort: Readonly<Record<string, 1>>): AsyncIterable<Application> {
    return stream({ ...where, isSample: false }, sort)
  }

  /** One after the other, so that no list of all of them is ever held. */
  async function* stream(where: QueryFilter<Row>, sort: Readonly<Record<string, 1>> = {}): AsyncIterable<Application> {
    const rows = model
      .find(where)
      .sort({ ...sort })
      .lean<Row[]>()
      .cursor({ batchSize: 100 })
    for await (const row of rows) yield applicationFromRow(row)
  }
}

function within(scope: ApplicationScope): QueryFilter<Row> {
  if (scope === 'all') return {}
  if ('enterpriseId' in scope) return { enterpriseId: scope.enterpriseId }
  return { bankId: scope.bankId, kind: 'bank' }
}

function matching({ states, needRequestIds, ...exact }: ApplicationFilter): QueryFilter<Row> {
  return {
    ...exact,
    ...(states && { state: trusted({ $in: [...states] }) }),
    ...(needRequestIds && { requestId: trusted({ $in: [...needRequestIds] }) }),
  }
}

function applicationFromRow({ _id, ...rest }: Row): Application {
  return { ...rest, id: _id }
}
