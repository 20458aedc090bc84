import { randomUUID } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Announcement, AnnouncementState } from './announcement.js'

type Row = Omit<Announcement, 'id'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    title: { type: String, required: true },
    text: { type: String, required: true },
    state: { type: String, required: true, enum: ['draft', 'published', 'withdrawn'] },
    publishedAt: { type: Date, default: null },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'announcements', versionKey: false },
)
schema.index({ state: 1, publishedAt: -1 })
schema.index({ updatedAt: -1 })

export type AnnouncementStore = ReturnType<typeof announcementStore>
type Slice = { readonly skip: number; readonly limit: number }

/** The only reader and writer of `announcements`. */
export function announcementStore(connection: Connection) {
  const model = connection.model<Row>('Announcement', schema)
  return {
    async insert(session: ClientSession, given: Pick<Announcement, 'title' | 'text'>, at: Date): Promise<string> {
      const row: Row = { ...given, _id: randomUUID(), state: 'draft', publishedAt: null, updatedAt: at }
      await model.create([row], { session })
      return row._id
    },

    /** Changes it if its state is one of `from`. False when it is not. */
    async change(
      session: ClientSession,
      id: string,
      from: readonly AnnouncementState[],
      to: Partial<Omit<Announcement, 'id'>>,
    ): Promise<boolean> {
      const where = { _id: id, state: trusted({ $in: [...from] }) }
      return (await model.updateOne(where, { $set: to }, { session })).matchedCount === 1
    },

    async find(id: string, session: ClientSession | null = null): Promise<Announcement | null> {
      const row = await model.findOne({ _id: id }, null, { session }).lean<Row>()
      return row && announcementFromRow(row)
    },

    /** Latest first; of all states for the centre, of one for everybody else. */
    async list(
      state: AnnouncementState | null,
      { skip, limit }: Slice,
    ): Promise<{ rows: Announcement[]; total: number }> {
      const where = state === null ? {} : { state }
      const order =
        state === 'published' ? ({ publishedAt: -1, _id: 1 } as const) : ({ updatedAt: -1, _id: 1 } as const)
      const [rows, total] = await Promise.all([
        model.find(where).sort(order).skip(skip).limit(limit).lean<Row[]>(),
        model.countDocuments(where),
      ])
      return { rows: rows.map(announcementFromRow), total }
    },
  }
}

function announcementFromRow({ _id, ...row }: Row): Announcement {
  return { id: _id, ...row }
}
