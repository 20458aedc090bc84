import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { MoverKind } from '../state-table.js'
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
  /** The last move before it. */
  readonly afterSeq: number
  /** The move that ended the step; null while it goes on, also while the enterprise is asked. */
  readonly end: EscalationEnd | null
}

export type EscalationEnd = {
  readonly seq: number
  readonly action: string
  readonly by: MoverKind
  readonly at: Date
  /** Working days by which the limit was over at the end, without the time it stood still. */
  readonly overDays: number
}

/** What is not named does not narrow; `from` and `to` are instants of the escalation, the latter not included. */
export type EscalationFilter = {
  readonly id?: string
  readonly bankId?: string
  readonly applicationId?: string
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
    end: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'escalations', versionKey: false },
)
schema.index({ applicationId: 1 })
schema.index({ bankId: 1, at: -1 })
schema.index({ at: -1 })
// Open ones stand together under null.
schema.index({ 'end.at': 1 })

export type EscalationStore = ReturnType<typeof escalationStore>

/** The only reader and writer of `escalations`; they are added, ended once, and never taken back. */
export function escalationStore(connection: Connection) {
  const model = connection.model<Row>('Escalation', schema)
  return {
    async insert(session: ClientSession, given: Omit<Escalation, 'id' | 'end'>): Promise<void> {
      await model.insertMany([{ ...given, _id: newRecordId(), end: null }], { session, lean: true })
    },

    /** Notes the move that ended the step of what was open about an application before it. */
    async finish(session: ClientSession, applicationId: string, step: StepName, end: EscalationEnd): Promise<void> {
      const open = { applicationId, step, 'end.at': null, afterSeq: trusted({ $lt: end.seq }) }
      await model.updateMany(open, { $set: { end } }, { session })
    },

    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await model.deleteMany({ applicationId: trusted({ $in: [...applicationIds] }) }, { session })
    },

    /** Latest first. */
    async list(
      { id, bankId, applicationId, open, from, to }: EscalationFilter = {},
      session: ClientSession | null = null,
    ): Promise<readonly Escalation[]> {
      const span = trusted({ ...(from && { $gte: from }), ...(to && { $lt: to }) })
      const where = {
        ...(id !== undefined && { _id: id }),
        ...(bankId !== undefined && { bankId }),
        ...(applicationId !== undefined && { applicationId }),
        ...(open !== undefined && { 'end.at': open ? null : trusted({ $ne: null }) }),
        ...((from ?? to) && { at: span }),
      }
      const rows = await model.find(where, null, { session }).sort({ at: -1, _id: 1 }).lean<Row[]>()
      return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }))
    },
  }
}
