import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { workingDaysBetween } from '../../kernel/working-days.js'
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
  /** Whether no end is noted yet; of what an earlier version wrote none is, until the reminders look it up. */
  readonly open?: boolean
  readonly from?: Date
  readonly to?: Date
}

type Row = Omit<Escalation, 'id' | 'end'> & {
  readonly _id: string
  /** Missing in what an earlier version wrote. */
  readonly end?: EscalationEnd | null
  /** What an earlier version wrote in its place: the first move after it, whether or not that ended the step. */
  readonly answer?: Pick<EscalationEnd, 'seq' | 'action' | 'by' | 'at'> | null
  /** How often something was said about it; see `touch`. */
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

    /**
     * Notes in the transaction that something is said about one, so that a move that ends it meanwhile conflicts: what
     * is said of an open step holds a day, of one that is done none.
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
      return rows.map(toRecord)
    },
  }
}

function toRecord(row: Row): Escalation {
  const { _id: id, applicationId, requestId, bankId, step, dueOn, at, afterSeq } = row
  return { id, applicationId, requestId, bankId, step, dueOn, at, afterSeq, end: row.end ?? endOfOld(row) }
}

/** Moves after which the step goes on: the enterprise is asked, or the bank looks closer and owes its terms as before. */
const GOES_ON: ReadonlySet<string> = new Set(['ask', 'review'])

/** The end as an earlier version tells it; null where the step went on after its move, and where it is not whole. */
function endOfOld({ answer, dueOn }: Row): EscalationEnd | null {
  if (!answer || GOES_ON.has(answer.action) || !(answer.at instanceof Date)) return null
  const { seq, action, by, at } = answer
  return { seq, action, by, at, overDays: workingDaysBetween(dueOn, chinaDay(at)).days }
}
