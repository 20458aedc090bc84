import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'

type Row = {
  readonly _id: string
  readonly session: {
    readonly signedInAt?: number
    readonly seenAt?: number
    readonly device?: string
    readonly address?: string
  }
}

/** The session middleware writes these documents; here they are only read and ended. */
const schema = new Schema<Row>(
  { _id: String, session: Schema.Types.Mixed },
  { collection: 'sessions', versionKey: false, strict: false },
)
schema.index({ 'session.passport.user': 1 }, { sparse: true })

export type OpenSession = {
  /** The stored name, which is not the secret of the cookie. */
  readonly id: string
  readonly signedInAt: Date | null
  readonly seenAt: Date | null
  readonly device: string
  readonly address: string
}
export type SessionStore = ReturnType<typeof sessionStore>

/** The sessions of an account. */
export function sessionStore(connection: Connection) {
  const model = connection.model<Row>('Session', schema)
  const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms))
  return {
    /** Latest first. */
    async list(accountId: string): Promise<OpenSession[]> {
      const rows = await model
        .find({ 'session.passport.user': accountId })
        .sort({ 'session.seenAt': -1 })
        .limit(50)
        .lean<Row[]>()
      return rows.map(({ _id, session: { signedInAt, seenAt, device, address } }) => ({
        id: _id,
        signedInAt: instant(signedInAt),
        seenAt: instant(seenAt),
        device: device ?? '',
        address: address ?? '',
      }))
    },

    /** Ends one session of the account; false when it has none of that name. */
    async end(accountId: string, id: string, session?: ClientSession): Promise<boolean> {
      const { deletedCount } = await model.deleteOne(
        { _id: id, 'session.passport.user': accountId },
        session ? { session } : {},
      )
      return deletedCount === 1
    },

    /** Ends all sessions of the account but the one named. Returns how many. */
    async endAll(session: ClientSession, accountId: string, except: string | null): Promise<number> {
      const others = except ? { _id: trusted({ $ne: except }) } : {}
      const { deletedCount } = await model.deleteMany({ 'session.passport.user': accountId, ...others }, { session })
      return deletedCount
    },
  }
}
