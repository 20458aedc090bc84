import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { firstLink, type AuditEvent, type ChainHead } from './audit-chain.js'

type EventRow = Omit<AuditEvent, 'seq'> & { readonly _id: number }
type HeadRow = { readonly _id: 'head'; readonly seq: number; readonly hash: string }

const eventSchema = new Schema<EventRow>(
  {
    _id: { type: Number, required: true },
    at: { type: Date, required: true },
    name: { type: String, required: true },
    actor: {
      _id: false,
      accountId: { type: String, default: null },
      role: { type: String, required: true },
      organisationId: { type: String, default: null },
    },
    subject: { _id: false, kind: { type: String, required: true }, id: { type: String, required: true } },
    detail: { type: String, required: true },
    previousHash: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { collection: 'audit_events', versionKey: false },
)
eventSchema.index({ at: -1 })
eventSchema.index({ name: 1, _id: -1 })
eventSchema.index({ 'actor.accountId': 1, _id: -1 })
eventSchema.index({ 'actor.organisationId': 1, _id: -1 })
eventSchema.index({ 'subject.kind': 1, 'subject.id': 1, _id: -1 })

const headSchema = new Schema<HeadRow>(
  { _id: String, seq: { type: Number, required: true }, hash: { type: String, required: true } },
  { collection: 'audit_head', versionKey: false },
)

/** What to look for; everything given has to hold. */
export type AuditFilter = {
  readonly name?: string
  readonly role?: string
  readonly accountId?: string
  readonly organisationId?: string
  readonly subjectKind?: string
  readonly subjectId?: string
  /** Inclusive. */
  readonly from?: Date
  /** Exclusive. */
  readonly to?: Date
}

export type AuditStore = ReturnType<typeof auditStore>

/** The only reader and writer of `audit_events`: it adds and reads, it never changes or removes. */
export function auditStore(connection: Connection) {
  const events = connection.model<EventRow>('AuditEvent', eventSchema)
  const heads = connection.model<HeadRow>('AuditHead', headSchema)
  return {
    /**
     * Takes the next place of the chain. Two transactions cannot hold it at once: the later one meets a write conflict
     * and is tried again by the driver, so that the chain never forks.
     * @param count how many places in a row; the first of them is answered
     */
    async takePlace(session: ClientSession, count = 1): Promise<{ seq: number; previousHash: string }> {
      const head = await heads
        .findOneAndUpdate(
          { _id: 'head' },
          { $inc: { seq: count }, $setOnInsert: { hash: firstLink } },
          { upsert: true, returnDocument: 'after', session },
        )
        .lean<HeadRow>()
        .orFail()
      return { seq: head.seq - count + 1, previousHash: head.hash }
    },

    async append(event: AuditEvent, session: ClientSession): Promise<void> {
      const { seq, ...rest } = event
      await events.create([{ _id: seq, ...rest }], { session })
      await heads.updateOne({ _id: 'head' }, { $set: { hash: event.hash } }, { session })
    },

    /** Adds events that follow one another. */
    async appendAll(added: readonly AuditEvent[], session: ClientSession): Promise<void> {
      const last = added.at(-1)
      if (last === undefined) return
      const rows = added.map(({ seq, ...rest }) => ({ _id: seq, ...rest }))
      await events.insertMany(rows, { session, lean: true })
      await heads.updateOne({ _id: 'head' }, { $set: { hash: last.hash } }, { session })
    },

    async head(): Promise<ChainHead> {
      const head = await heads.findById('head').lean<HeadRow>()
      return head ? { seq: head.seq, hash: head.hash } : { seq: 0, hash: firstLink }
    },

    /** The highest number in use, 0 when there is none. */
    async lastSeq(): Promise<number> {
      const row = await events.findOne({}, { _id: 1 }).sort({ _id: -1 }).lean<Pick<EventRow, '_id'>>()
      return row?._id ?? 0
    },

    /** Every event up to a place, in the order of the chain. */
    async *walk(upTo: number): AsyncGenerator<AuditEvent> {
      const rows = events
        .find({ _id: trusted({ $lte: upTo }) })
        .sort({ _id: 1 })
        .lean<EventRow[]>()
        .cursor({ batchSize: 500 })
      for await (const row of rows) yield eventFromRow(row)
    },

    /** What came after a place, in the order of the chain: what it is about, and its name. */
    async *after(seq: number): AsyncGenerator<Pick<AuditEvent, 'seq' | 'name' | 'subject'>> {
      const rows = events
        .find({ _id: trusted({ $gt: seq }) }, { name: 1, subject: 1 })
        .sort({ _id: 1 })
        .lean<Pick<EventRow, '_id' | 'name' | 'subject'>[]>()
        .cursor({ batchSize: 1000 })
      for await (const { _id, name, subject } of rows) yield { seq: _id, name, subject }
    },

    /** Newest first, from `skip` on. */
    async list(filter: AuditFilter, { skip, limit }: { skip: number; limit: number }): Promise<AuditEvent[]> {
      const rows = await events.find(conditions(filter)).sort({ _id: -1 }).skip(skip).limit(limit).lean<EventRow[]>()
      return rows.map(eventFromRow)
    },

    /** Newest first, one by one, at most `limit`. */
    async *stream(filter: AuditFilter, limit: number): AsyncGenerator<AuditEvent> {
      const rows = events
        .find(conditions(filter))
        .sort({ _id: -1 })
        .limit(limit)
        .lean<EventRow[]>()
        .cursor({ batchSize: 500 })
      for await (const row of rows) yield eventFromRow(row)
    },

    async count(filter: AuditFilter): Promise<number> {
      return events.countDocuments(conditions(filter))
    },

    /** The names of events that occur, in order. */
    async names(): Promise<string[]> {
      const names = await events.distinct('name')
      return names.sort()
    },
  }
}

function conditions({ name, role, accountId, organisationId, subjectKind, subjectId, from, to }: AuditFilter) {
  return {
    ...(name !== undefined && { name }),
    ...(role !== undefined && { 'actor.role': role }),
    ...(accountId !== undefined && { 'actor.accountId': accountId }),
    ...(organisationId !== undefined && { 'actor.organisationId': organisationId }),
    ...(subjectKind !== undefined && { 'subject.kind': subjectKind }),
    ...(subjectId !== undefined && { 'subject.id': subjectId }),
    ...((from ?? to) && { at: trusted({ ...(from && { $gte: from }), ...(to && { $lt: to }) }) }),
  }
}

const eventFromRow = ({ _id, ...row }: EventRow): AuditEvent => ({ seq: _id, ...row })
