import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { StepName } from '../step.js'

/** A limit that a bank let pass by a whole working day, brought before the bureau. It holds no name of anybody. */
export type Escalation = {
  readonly id: string
  readonly applicationId: string
  readonly requestId: string
  readonly bankId: string
  readonly step: StepName
  /** The last day of the limit. */
  readonly dueOn: LawDate
  readonly at: Date
  /** The last move before it: whatever moves the application next answers it. */
  readonly afterSeq: number
  /** The move that answered it; null while none did. */
  readonly answer: Answer | null
}

export type Answer = { readonly seq: number; readonly action: string; readonly by: string; readonly at: Date }

/** What is not named does not narrow; `from` and `to` are instants of the escalation, the latter not included. */
export type EscalationFilter = {
  readonly bankId?: string
  readonly open?: boolean
  readonly from?: Date
  readonly to?: Date
}

type Row = Omit<Escalation, 'id'> & { readonly _id: string }

const text = { type: String, required: true } as const
const schema = new Schema<Row>(
  {
    _id: text,
    applicationId: text,
    requestId: text,
    bankId: text,
    step: text,
    dueOn: text,
    at: { type: Date, required: true },
    afterSeq: { type: Number, required: true },
    answer: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'escalations', versionKey: false },
)
schema.index({ applicationId: 1 })
schema.index({ bankId: 1, at: -1 })
schema.index({ at: -1 })
// Open ones stand together under null.
schema.index({ 'answer.at': 1 })

export type EscalationStore = ReturnType<typeof escalationStore>

/** The only reader and writer of `escalations`; they are added, answered once, and never taken back. */
export function escalationStore(connection: Connection) {
  const model = connection.model<Row>('Escalation', schema)
  return {
    async insert(session: ClientSession, given: Omit<Escalation, 'id' | 'answer'>): Promise<void> {
      await model.insertMany([{ ...given, _id: newRecordId(), answer: null }], { session, lean: true })
    },

    /** Notes the move that answered what was open about an application before it. */
    async answer(session: ClientSession, applicationId: string, answer: Answer): Promise<void> {
      const open = { applicationId, 'answer.at': null, afterSeq: trusted({ $lt: answer.seq }) }
      await model.updateMany(open, { $set: { answer } }, { session })
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },

    /** Latest first. */
    async list({ bankId, open, from, to }: EscalationFilter = {}): Promise<readonly Escalation[]> {
      const span = trusted({ ...(from && { $gte: from }), ...(to && { $lt: to }) })
      const where = {
        ...(bankId !== undefined && { bankId }),
        ...(open !== undefined && { 'answer.at': open ? null : trusted({ $ne: null }) }),
        ...((from ?? to) && { at: span }),
      }
      const rows = await model.find(where).sort({ at: -1, _id: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },
  }
}
