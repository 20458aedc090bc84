import { Schema, trusted, type ClientSession, type Connection, type QueryFilter } from 'mongoose'
import { isRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { possibleReaders } from '../rules/member-access.js'
import type { SyndicateState } from '../rules/state-table.js'
import type { Syndicate } from '../rules/syndicate.js'

/** The record with its possible readers and the next day on which an invitation expires, for queries. */
type Row = Omit<Syndicate, 'id'> & {
  readonly _id: string
  readonly readers: readonly string[]
  readonly nextUntil: LawDate | null
}

/** Whose syndicates a list looks at. */
export type SyndicateScope = { readonly enterpriseId: string } | { readonly bankId: string } | 'all'

const { Mixed } = Schema.Types
const text = { type: String, required: true }
const schema = new Schema<Row>(
  {
    _id: text,
    applicationId: { type: String, default: null },
    slot: text,
    enterpriseId: text,
    enterpriseName: text,
    title: text,
    purpose: { type: String, default: '' },
    investmentFen: { type: Number, default: null },
    totalFen: { type: Number, required: true },
    termMonths: { type: Number, default: null },
    rateBp: { type: Number, default: null },
    lead: { type: Mixed, required: true },
    facts: { type: Mixed, default: [] },
    invitations: { type: Mixed, default: [] },
    agreement: { type: Mixed, default: null },
    members: { type: Mixed, default: [] },
    isSample: { type: Boolean, required: true },
    reported: { type: Mixed, default: null },
    state: text,
    readers: { type: [String], required: true },
    nextUntil: { type: String, default: null },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
  },
  { collection: 'syndicates', versionKey: false, minimize: false },
)
schema.index({ slot: 1 }, { unique: true })
schema.index({ readers: 1, createdAt: -1 })
schema.index({ enterpriseId: 1, createdAt: -1 })
schema.index({ createdAt: -1 })
schema.index({ applicationId: 1 })
schema.index({ nextUntil: 1 })

export type SyndicateStore = ReturnType<typeof syndicateStore>

/** The only reader and writer of `syndicates`. Who may see one is decided by `sightOf`, not here. */
export function syndicateStore(connection: Connection) {
  const model = connection.model<Row>('Syndicate', schema)
  return {
    /** @throws the duplicate-key error of the database when the request has an open syndicate already. */
    async insert(session: ClientSession, syndicate: Syndicate): Promise<void> {
      await model.create([rowFromSyndicate(syndicate)], { session })
    },

    async find(id: string, session: ClientSession | null = null): Promise<Syndicate | null> {
      if (!isRecordId(id)) return null
      const row = await model.findById(id, null, { session }).lean<Row>()
      return row && syndicateFromRow(row)
    },

    /** Writes the next version. @returns false when another change was faster. */
    async replace(session: ClientSession, syndicate: Syndicate, from: number): Promise<boolean> {
      const { _id, ...rest } = rowFromSyndicate(syndicate)
      return (await model.updateOne({ _id, version: from }, { $set: rest }, { session })).matchedCount === 1
    },

    /** Latest first; at most `limit`. */
    async list(scope: SyndicateScope, limit: number): Promise<readonly Syndicate[]> {
      const rows = await model.find(within(scope)).sort({ createdAt: -1, _id: 1 }).limit(limit).lean<Row[]>()
      return rows.map(syndicateFromRow)
    },

    async ofApplication(applicationId: string, session: ClientSession | null = null): Promise<readonly Syndicate[]> {
      const rows = await model.find({ applicationId }, null, { session }).lean<Row[]>()
      return rows.map(syndicateFromRow)
    },

    async withSlot(slot: string, session: ClientSession | null = null): Promise<Syndicate | null> {
      const row = await model.findOne({ slot }, null, { session }).lean<Row>()
      return row && syndicateFromRow(row)
    },

    /** Those with an open invitation that ran out before a day. */
    async due(today: LawDate, state: SyndicateState, limit: number): Promise<readonly string[]> {
      const where = { state, nextUntil: trusted({ $ne: null, $lt: today }) }
      const rows = await model.find(where, { _id: 1 }).limit(limit).lean<Pick<Row, '_id'>[]>()
      return rows.map(({ _id }) => _id)
    },

    async ofEnterprise(enterpriseId: string, session: ClientSession | null = null): Promise<readonly Syndicate[]> {
      const rows = await model.find({ enterpriseId }, null, { session }).sort({ createdAt: 1 }).lean<Row[]>()
      return rows.map(syndicateFromRow)
    },

    async sampleIds(session: ClientSession): Promise<readonly string[]> {
      const rows = await model.find({ isSample: true }, { _id: 1 }, { session }).lean<Pick<Row, '_id'>[]>()
      return rows.map(({ _id }) => _id)
    },

    async remove(session: ClientSession, ids: readonly string[]): Promise<void> {
      await model.deleteMany({ _id: trusted({ $in: [...ids] }) }, { session })
    },
  }
}

function within(scope: SyndicateScope): QueryFilter<Row> {
  if (scope === 'all') return {}
  if ('enterpriseId' in scope) return { enterpriseId: scope.enterpriseId }
  return { readers: trusted({ $in: [scope.bankId, '*'] }) }
}

function rowFromSyndicate({ id, ...rest }: Syndicate): Row {
  const open = rest.state === 'inviting' ? rest.invitations.filter(({ state }) => state === 'sent') : []
  const nextUntil = open.map(({ until }) => until).sort()[0] ?? null
  return { ...rest, _id: id, readers: possibleReaders(rest), nextUntil }
}

function syndicateFromRow({ _id, readers, nextUntil, ...rest }: Row): Syndicate {
  void [readers, nextUntil]
  return { ...rest, id: _id }
}
