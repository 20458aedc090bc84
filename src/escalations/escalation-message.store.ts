import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { EscalationMessage } from './escalation.js'

/** A criterion left out does not narrow. */
type EscalationMessageFilter = {
  readonly escalationId?: string
  readonly applicationId?: string
  readonly bankId?: string
  readonly from?: Date
}

type Row = Omit<EscalationMessage, 'id'> & { readonly _id: string }

const text = { type: String, required: true } as const
const schema = new Schema<Row>(
  {
    _id: text,
    escalationId: text,
    applicationId: text,
    requestId: text,
    bankId: text,
    seq: { type: Number, required: true },
    kind: text,
    text,
    promisedOn: { type: String, default: null },
    at: { type: Date, required: true },
    by: text,
  },
  { collection: 'escalation_words', versionKey: false },
)
schema.index({ escalationId: 1, at: 1 })
schema.index({ applicationId: 1, at: 1 })
schema.index({ bankId: 1, at: 1 })
schema.index({ at: 1 })

export type EscalationMessageStore = ReturnType<typeof escalationMessageStore>

/** The only reader and writer of `escalation_words`. Messages are added and never changed. */
export function escalationMessageStore(connection: Connection) {
  const model = connection.model<Row>('EscalationMessage', schema)
  return {
    /** @returns false when the message is stored already, as after a second click. */
    async insert(session: ClientSession, { id, ...message }: EscalationMessage): Promise<boolean> {
      if ((await model.findById(id, null, { session }).lean<Row>()) !== null) return false
      await model.insertMany([{ ...message, _id: id }], { session, lean: true })
      return true
    },

    /** First to last. */
    async list(
      filter: EscalationMessageFilter = {},
      session: ClientSession | null = null,
    ): Promise<readonly EscalationMessage[]> {
      const { escalationId, applicationId, bankId, from } = filter
      const where = {
        ...(escalationId !== undefined && { escalationId }),
        ...(applicationId !== undefined && { applicationId }),
        ...(bankId !== undefined && { bankId }),
        ...(from && { at: trusted({ $gte: from }) }),
      }
      const rows = await model.find(where, null, { session }).sort({ at: 1, seq: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },
  }
}
