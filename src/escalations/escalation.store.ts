import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { MoverKind, StepName } from '../applications/index.js'
import { newRecordId } from '../db/index.js'
import { chinaDay } from '../kernel/dates.js'
import { workingDaysBetween } from '../kernel/working-days.js'
import type { Escalation, EscalationEnd } from './escalation.js'

/** A criterion left out does not narrow. `from` and `to` bound the instant of the escalation, `to` exclusive. */
export type EscalationFilter = {
  readonly id?: string
  readonly bankId?: string
  readonly applicationId?: string
  /** Whether no end is recorded. Records of an earlier version have none until `endMissedEscalations` looks it up. */
  readonly open?: boolean
  readonly from?: Date
  readonly to?: Date
}

type Row = Omit<Escalation, 'id' | 'end'> & {
  readonly _id: string
  /** Missing in records of an earlier version. */
  readonly end?: EscalationEnd | null
  /** What an earlier version stored instead: the first move after the escalation, whether or not it ended the step. */
  readonly answer?: { readonly seq: number; readonly action: string; readonly by: MoverKind; readonly at: Date } | null
  /** The number of messages; see `touch`. */
  readonly said?: number
}

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
    said: Number,
  },
  { collection: 'escalations', versionKey: false },
)
schema.index({ applicationId: 1 })
schema.index({ bankId: 1, at: -1 })
schema.index({ at: -1 })
// Open escalations stand together under null.
schema.index({ 'end.at': 1 })

export type EscalationStore = ReturnType<typeof escalationStore>

/** The only reader and writer of `escalations`. An escalation is added, ended once, and never taken back. */
export function escalationStore(connection: Connection) {
  const model = connection.model<Row>('Escalation', schema)
  return {
    async insert(session: ClientSession, given: Omit<Escalation, 'id' | 'end'>): Promise<void> {
      await model.insertMany([{ ...given, _id: newRecordId(), end: null }], { session, lean: true })
    },

    /** Records the move that ended the step on the open escalations of an application before that move. */
    async finish(session: ClientSession, applicationId: string, step: StepName, end: EscalationEnd): Promise<void> {
      const open = { applicationId, step, 'end.at': null, afterSeq: trusted({ $lt: end.seq }) }
      await model.updateMany(open, { $set: { end } }, { session })
    },

    /**
     * Counts a message inside its transaction, so that a move that ends the escalation at the same time conflicts: a
     * message about an open step holds a promised day, one about a step that is done none.
     */
    async touch(session: ClientSession, id: string): Promise<void> {
      await model.updateOne({ _id: id }, { $inc: { said: 1 } }, { session })
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
      return rows.map(escalationFromRow)
    },
  }
}

function escalationFromRow(row: Row): Escalation {
  const { _id: id, applicationId, requestId, bankId, step, dueOn, at, afterSeq } = row
  return { id, applicationId, requestId, bankId, step, dueOn, at, afterSeq, end: row.end ?? endOfEarlierVersion(row) }
}

/** Moves after which the step continues: the enterprise is asked, or the bank looks closer and owes its terms as before. */
const CONTINUES: ReadonlySet<string> = new Set(['ask', 'review'])

/** The end as an earlier version stored it; null where the step continued after the move, or the record is not complete. */
function endOfEarlierVersion({ answer, dueOn }: Row): EscalationEnd | null {
  if (!answer || CONTINUES.has(answer.action) || !(answer.at instanceof Date)) return null
  const { seq, action, by, at } = answer
  return { seq, action, by, at, overDays: workingDaysBetween(dueOn, chinaDay(at)).days }
}
