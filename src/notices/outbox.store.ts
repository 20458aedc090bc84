import { randomUUID } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Message, MessageState, OutboxMessage } from './message.js'

type Row = Omit<OutboxMessage, 'id'> & { readonly _id: string; readonly dueAt: Date; readonly expiresAt: Date }

const keptDays = 90

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    to: { type: String, required: true },
    subject: { type: String, required: true },
    text: { type: String, required: true },
    link: { type: String, default: null },
    state: { type: String, required: true, enum: ['waiting', 'sent', 'kept', 'failed'] },
    attempts: { type: Number, required: true },
    error: { type: String, default: null },
    createdAt: { type: Date, required: true },
    sentAt: { type: Date, default: null },
    dueAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'outbox', versionKey: false },
)
schema.index({ state: 1, dueAt: 1 })
schema.index({ createdAt: -1 })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type OutboxStore = ReturnType<typeof outboxStore>

/** The only reader and writer of `outbox`; a message leaves it after ninety days. */
export function outboxStore(connection: Connection) {
  const model = connection.model<Row>('OutboxMessage', schema)
  return {
    async insert(session: ClientSession, message: Message, state: MessageState, at: Date): Promise<string> {
      const row: Row = {
        _id: randomUUID(),
        to: message.to,
        subject: message.subject,
        text: message.text,
        link: message.link ?? null,
        state,
        attempts: 0,
        error: null,
        createdAt: at,
        sentAt: null,
        dueAt: at,
        expiresAt: new Date(at.getTime() + keptDays * 86_400_000),
      }
      await model.create([row], { session })
      return row._id
    },

    /** Takes one message that is due; no other process takes it before `until`. */
    async claim(at: Date, until: Date): Promise<OutboxMessage | null> {
      const row = await model
        .findOneAndUpdate(
          { state: 'waiting', dueAt: trusted({ $lte: at }) },
          { $set: { dueAt: until }, $inc: { attempts: 1 } },
          { sort: { dueAt: 1 }, returnDocument: 'after' },
        )
        .lean<Row>()
      return row && messageFromRow(row)
    },

    /** Sent: the link is forgotten. */
    async markSent(id: string, at: Date): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { state: 'sent', sentAt: at, link: null, error: null } })
    },

    /** Not sent: tried again at `next`, or given up. */
    async markFailed(id: string, error: string, next: Date | null): Promise<void> {
      const change = next ? { error, dueAt: next } : { error, state: 'failed' as const }
      await model.updateOne({ _id: id }, { $set: change })
    },

    /** Removes the mails to people who are forgotten. */
    async forget(session: ClientSession, addresses: readonly string[]): Promise<void> {
      await model.deleteMany({ to: trusted({ $in: [...addresses] }) }, { session })
    },

    /** Takes every mail to these addresses away. Returns how many. */
    async removeTo(session: ClientSession, addresses: readonly string[]): Promise<number> {
      return (await model.deleteMany({ to: trusted({ $in: [...addresses] }) }, { session })).deletedCount
    },

    async find(id: string): Promise<OutboxMessage | null> {
      const row = await model.findById(id).lean<Row>()
      return row && messageFromRow(row)
    },

    /** Newest first. */
    async list(
      state: MessageState | null,
      { skip, limit }: { skip: number; limit: number },
    ): Promise<{ messages: OutboxMessage[]; total: number }> {
      const where = state ? { state } : {}
      const [rows, total] = await Promise.all([
        model.find(where).sort({ createdAt: -1, _id: 1 }).skip(skip).limit(limit).lean<Row[]>(),
        model.countDocuments(where),
      ])
      return { messages: rows.map(messageFromRow), total }
    },
  }
}

function messageFromRow({
  _id,
  to,
  subject,
  text,
  link,
  state,
  attempts,
  error,
  createdAt,
  sentAt,
}: Row): OutboxMessage {
  return { id: _id, to, subject, text, link, state, attempts, error, createdAt, sentAt }
}
