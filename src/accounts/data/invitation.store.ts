import { randomUUID } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { roles, type Organisation } from '../../kernel/roles.js'
import { invitationDays, type Invitation } from '../rules/invitation.js'
import { newToken, tokenHash } from './link.store.js'

type Row = Omit<Invitation, 'id'> & { readonly _id: string; readonly tokenHash: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    tokenHash: { type: String, required: true },
    email: { type: String, required: true },
    role: { type: String, required: true, enum: roles },
    organisation: { _id: false, kind: { type: String, required: true }, id: { type: String, required: true } },
    invitedBy: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    acceptedAt: { type: Date, default: null },
    revokedAt: { type: Date, default: null },
  },
  { collection: 'invitations', versionKey: false },
)
schema.index({ tokenHash: 1 }, { unique: true })
schema.index({ 'organisation.id': 1, createdAt: -1 })

export type InvitationStore = ReturnType<typeof invitationStore>

/** The only reader and writer of `invitations`; of a link only its hash is kept. */
export function invitationStore(connection: Connection) {
  const model = connection.model<Row>('Invitation', schema)
  const open = (at: Date) => ({ acceptedAt: null, revokedAt: null, expiresAt: trusted({ $gt: at }) })
  return {
    async make(
      session: ClientSession,
      given: Pick<Invitation, 'email' | 'role' | 'organisation' | 'invitedBy'>,
      at: Date,
    ): Promise<{ id: string; token: string }> {
      const { token, hash } = newToken()
      const id = randomUUID()
      const expiresAt = new Date(at.getTime() + invitationDays * 86_400_000)
      await model.create([{ _id: id, tokenHash: hash, ...given, createdAt: at, expiresAt }], { session })
      return { id, token }
    },

    /** Null when the link is wrong, used, revoked or too old. */
    async findOpen(token: string, at: Date): Promise<Invitation | null> {
      const row = await model.findOne({ tokenHash: tokenHash(token), ...open(at) }).lean<Row>()
      return row && invitationFromRow(row)
    },

    /** Uses the link up; null as in `findOpen`. */
    async accept(session: ClientSession, token: string, at: Date): Promise<Invitation | null> {
      const row = await model
        .findOneAndUpdate(
          { tokenHash: tokenHash(token), ...open(at) },
          { $set: { acceptedAt: at } },
          { session, returnDocument: 'after' },
        )
        .lean<Row>()
      return row && invitationFromRow(row)
    },

    /** Revokes an open invitation of an organisation, or of any (null). False when there is none. */
    async revoke(session: ClientSession, id: string, organisation: Organisation | null, at: Date): Promise<boolean> {
      const { matchedCount } = await model.updateOne(
        { _id: id, ...within(organisation), ...open(at) },
        { $set: { revokedAt: at } },
        { session },
      )
      return matchedCount === 1
    },

    /** Returns the addresses that were invited. */
    async removeAll(session: ClientSession, organisation: Organisation): Promise<string[]> {
      const rows = await model
        .find(within(organisation), { email: 1 }, { session })
        .lean<Pick<Row, '_id' | 'email'>[]>()
      await model.deleteMany(within(organisation), { session })
      return rows.map(({ email }) => email)
    },

    /** Takes away what these accounts sent, and what leads into these organisations. Returns whom they were sent to. */
    async removeOf(
      session: ClientSession,
      accountIds: readonly string[],
      organisationIds: readonly string[],
    ): Promise<readonly string[]> {
      const where = {
        $or: [
          { invitedBy: trusted({ $in: [...accountIds] }) },
          { 'organisation.id': trusted({ $in: [...organisationIds] }) },
        ],
      }
      const rows = await model.find(where, { email: 1 }, { session }).lean<Pick<Row, 'email'>[]>()
      await model.deleteMany(where, { session })
      return rows.map(({ email }) => email)
    },

    /** Newest first; of one organisation, or of all (null). */
    async list(organisation: Organisation | null, limit: number): Promise<Invitation[]> {
      const rows = await model.find(within(organisation)).sort({ createdAt: -1 }).limit(limit).lean<Row[]>()
      return rows.map(invitationFromRow)
    },
  }
}

const within = (organisation: Organisation | null) =>
  organisation ? { 'organisation.kind': organisation.kind, 'organisation.id': organisation.id } : {}

function invitationFromRow(row: Row): Invitation {
  const { _id: id, email, role, organisation, invitedBy, createdAt, expiresAt, acceptedAt, revokedAt } = row
  return { id, email, role, organisation, invitedBy, createdAt, expiresAt, acceptedAt, revokedAt }
}
