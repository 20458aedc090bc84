import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Consent } from '../rules/consent.js'
import { isRecordId } from '../../db/index.js'

type ConsentRow = Omit<Consent, 'id'> & { readonly _id: string }

const schema = new Schema<ConsentRow>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    bankId: { type: String, required: true },
    bankName: { type: String, required: true },
    purpose: { type: String, required: true, enum: ['consultation', 'review', 'aftercare'] },
    scopes: { type: [String], required: true },
    until: { type: String, required: true },
    grantedBy: { type: String, default: null },
    grantedAt: { type: Date, required: true },
    revokedBy: { type: String, default: null },
    revokedAt: { type: Date, default: null },
  },
  { collection: 'enterprise_consents', versionKey: false },
)
schema.index({ enterpriseId: 1, grantedAt: -1 })

export type ConsentStore = ReturnType<typeof consentStore>

/** The only reader and writer of `enterprise_consents`. */
export function consentStore(connection: Connection) {
  const model = connection.model<ConsentRow>('EnterpriseConsent', schema)
  return {
    async insert(session: ClientSession, { id, ...consent }: Consent): Promise<void> {
      await model.create([{ ...consent, _id: id }], { session })
    },

    /** All consents ever given, the latest first. */
    async list(enterpriseId: string, session: ClientSession | null = null): Promise<readonly Consent[]> {
      const rows = await model.find({ enterpriseId }, null, { session }).sort({ grantedAt: -1, _id: 1 }).lean<ConsentRow[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    /** Revokes one consent that was not revoked before. @returns it as it was given, or null when there is none. */
    async revoke(
      session: ClientSession,
      { enterpriseId, id }: Pick<Consent, 'enterpriseId' | 'id'>,
      revoked: { readonly revokedAt: Date; readonly revokedBy: string | null },
    ): Promise<Consent | null> {
      if (!isRecordId(id)) return null
      const row = await model
        .findOneAndUpdate(
          { _id: id, enterpriseId, revokedAt: null },
          { $set: revoked },
          { session, returnDocument: 'after' },
        )
        .lean<ConsentRow>()
      if (!row) return null
      const { _id, ...rest } = row
      return { ...rest, id: _id }
    },

    /** The accounts of those who gave and revoked are forgotten; what was shared with whom stays on record. */
    async forgetPeople(session: ClientSession, enterpriseId: string): Promise<void> {
      await model.updateMany({ enterpriseId }, { $set: { grantedBy: null, revokedBy: null } }, { session })
    },

    /** For samples alone: real consents stay on record. */
    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}
