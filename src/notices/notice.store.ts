import { createHash } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { newRecordId } from '../db/index.js'
import type { Organisation } from '../kernel/roles.js'
import type { SignedInUser } from '../kernel/signed-in-user.js'
import type { Notice, Recipient, NewNotice } from './notice.js'

type Row = Omit<Notice, 'id' | 'unread'> & {
  readonly _id: string
  readonly to: Organisation & { readonly role: string | null; readonly accountId: string | null }
  readonly unreadBy: readonly string[]
}

const text = { type: String, required: true } as const
const schema = new Schema<Row>(
  {
    _id: text,
    to: {
      _id: false,
      kind: { ...text, enum: ['enterprise', 'bank', 'bureau', 'centre'] },
      id: text,
      role: { type: String, default: null },
      accountId: { type: String, default: null },
    },
    subject: text,
    text,
    href: text,
    about: { _id: false, kind: text, id: text },
    urgent: { type: Boolean, required: true },
    at: { type: Date, required: true },
    unreadBy: { type: [String], required: true },
  },
  { collection: 'notices', versionKey: false },
)
schema.index({ 'to.kind': 1, 'to.id': 1, at: -1 })
// What one person has not read: few rows, however many notices there are.
schema.index({ unreadBy: 1, at: -1 })
schema.index({ 'about.kind': 1, 'about.id': 1 })

/** The inbox shows at most this many notices; counting more would cost more than reading them. */
export const listedTo = 1000

/** A person with the organisation that he or she acts for. */
export type Reader = Pick<SignedInUser, 'id' | 'role' | 'organisation'>
export type Slice = { readonly skip: number; readonly limit: number; readonly unread?: boolean }
export type PastNotice = NewNotice & { readonly at: Date; readonly unreadBy: readonly string[] }
export type NoticeStore = ReturnType<typeof noticeStore>

/** The only reader and writer of `notices`. */
export function noticeStore(connection: Connection) {
  const model = connection.model<Row>('Notice', schema)
  return {
    /**
     * Writes a notice for those who have still to read it. Answers false, and writes nothing, when its key was used
     * for this recipient before.
     */
    async insert(session: ClientSession, given: NewNotice, unreadBy: readonly string[], at: Date): Promise<boolean> {
      const row = rowOf({ ...given, at, unreadBy })
      if (given.key !== undefined && (await model.exists({ _id: row._id }).session(session))) return false
      await model.create([row], { session })
      return true
    },

    /** Writes past notices, each with its own instant and its unread recipients. */
    async insertPast(session: ClientSession, past: readonly PastNotice[]): Promise<void> {
      await model.insertMany(past.map(rowOf), { session, lean: true })
    },

    /** Newest first; `total` counts no further than `listedTo`. */
    async list(reader: Reader, { skip, limit, unread }: Slice): Promise<{ notices: Notice[]; total: number }> {
      // Only who was meant is among those who have not read it.
      const where = unread ? { unreadBy: reader.id } : visibleTo(reader)
      const [rows, total] = await Promise.all([
        model.find(where).sort({ at: -1, _id: 1 }).skip(skip).limit(limit).lean<Row[]>(),
        model.countDocuments(where, { limit: listedTo }),
      ])
      return { notices: rows.map((row) => noticeFromRow(row, reader.id)), total }
    },

    /** How many wait for this person, counted up to `limit`. */
    unread: (accountId: string, limit: number): Promise<number> =>
      model.countDocuments({ unreadBy: accountId }, { limit }),

    /** Answers the notice as it stood before, or null when this person has none of that id. */
    async markRead(reader: Reader, id: string): Promise<Notice | null> {
      const row = await model
        .findOneAndUpdate({ _id: id, ...visibleTo(reader) }, { $pull: { unreadBy: reader.id } })
        .lean<Row>()
      return row && noticeFromRow(row, reader.id)
    },

    async markAllRead(accountId: string): Promise<void> {
      await model.updateMany({ unreadBy: accountId }, { $pull: { unreadBy: accountId } })
    },

    /** Every notice to an organisation, oldest first. */
    async everythingTo({ kind, id }: Organisation): Promise<Omit<Notice, 'unread'>[]> {
      const rows = await model.find({ 'to.kind': kind, 'to.id': id }).sort({ at: 1, _id: 1 }).lean<Row[]>()
      return rows.map(exportFromRow)
    },

    /** Deletes the notices to these organisations of one kind. Returns how many. */
    async removeTo(session: ClientSession, kind: Organisation['kind'], ids: readonly string[]): Promise<number> {
      const where = { 'to.kind': kind, 'to.id': trusted({ $in: [...ids] }) }
      return (await model.deleteMany(where, { session })).deletedCount
    },

    /** Deletes the notices about records of one kind, whoever has them. Returns how many. */
    async removeAbout(session: ClientSession, kind: string, ids: readonly string[]): Promise<number> {
      const where = { 'about.kind': kind, 'about.id': trusted({ $in: [...ids] }) }
      return (await model.deleteMany(where, { session })).deletedCount
    },
  }
}

function rowOf({ to, subject, text, href, about, urgent = false, key, at, unreadBy }: PastNotice): Row {
  const { kind, id, role = null, accountId = null } = to
  const _id = key === undefined ? newRecordId() : idOfKey(key, to)
  return { _id, to: { kind, id, role, accountId }, subject, text, href, about, urgent, at, unreadBy }
}

/** The same key for the same recipient is the same id, so that the database itself allows one. */
function idOfKey(key: string, { kind, id, role, accountId }: Recipient): string {
  const name = JSON.stringify([key, kind, id, role ?? null, accountId ?? null])
  return createHash('sha256').update(name).digest('base64url').slice(0, 24)
}

const visibleTo = ({ id, role, organisation }: Reader) => ({
  'to.kind': organisation.kind,
  'to.id': organisation.id,
  'to.role': trusted({ $in: [null, role] }),
  'to.accountId': trusted({ $in: [null, id] }),
})

function exportFromRow({ _id, subject, text, href, about, urgent, at }: Row): Omit<Notice, 'unread'> {
  return { id: _id, subject, text, href, about, urgent, at }
}

const noticeFromRow = (row: Row, reader: string): Notice => ({
  ...exportFromRow(row),
  unread: row.unreadBy.includes(reader),
})
