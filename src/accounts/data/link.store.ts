import { createHash, randomBytes } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

export type LinkPurpose = 'confirm-email' | 'reset-password'

/** How long a link works, in hours. */
export const linkHours: Readonly<Record<LinkPurpose, number>> = { 'confirm-email': 48, 'reset-password': 1 }

type Row = {
  readonly _id: string
  readonly purpose: LinkPurpose
  readonly accountId: string | null
  readonly usedAt: Date | null
  readonly expiresAt: Date
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, required: true, enum: ['confirm-email', 'reset-password'] },
    accountId: { type: String, default: null },
    usedAt: { type: Date, default: null },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'one_time_links', versionKey: false },
)
schema.index({ accountId: 1, purpose: 1 })
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type LinkStore = ReturnType<typeof linkStore>

/** Links that work once: only their hashes are kept. */
export function linkStore(connection: Connection) {
  const model = connection.model<Row>('OneTimeLink', schema)
  const usable = (token: string, purpose: LinkPurpose, at: Date) => ({
    _id: tokenHash(token),
    purpose,
    usedAt: null,
    expiresAt: trusted({ $gt: at }),
  })
  return {
    /**
     * Makes a link's token; earlier ones of the same purpose stop working. For nobody (null) it does the same work, so
     * that the time of an answer tells nothing.
     */
    async make(session: ClientSession, purpose: LinkPurpose, accountId: string | null, at: Date): Promise<string> {
      const { token, hash } = newToken()
      if (accountId) await model.deleteMany({ accountId, purpose, usedAt: null }, { session })
      const expiresAt = new Date(at.getTime() + linkHours[purpose] * 3600_000)
      await model.create([{ _id: hash, purpose, accountId, usedAt: null, expiresAt }], { session })
      return token
    },

    /** Whose link it is, when it still works. */
    async find(token: string, purpose: LinkPurpose, at: Date): Promise<string | null> {
      const row = await model.findOne(usable(token, purpose, at)).lean<Row>()
      return row?.accountId ?? null
    },

    /** Takes every link of these accounts away. */
    async removeOf(session: ClientSession, accountIds: readonly string[]): Promise<void> {
      await model.deleteMany({ accountId: trusted({ $in: [...accountIds] }) }, { session })
    },

    /** Uses the link up. Null when it does not work (any more). */
    async use(session: ClientSession, token: string, purpose: LinkPurpose, at: Date): Promise<string | null> {
      const row = await model
        .findOneAndUpdate(usable(token, purpose, at), { $set: { usedAt: at } }, { session, returnDocument: 'after' })
        .lean<Row>()
      return row?.accountId ?? null
    },
  }
}

/** A new token of 256 random bits, as it stands in a link, and the hash under which it is kept. */
export function newToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
