import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { packed, unpacked } from '../../db/index.js'
import type { MatchRecord } from '@lueqiao/matching-engine'

/** A decision about a need: the exact text of its record, kept as long as the need. */
export type NeedMatch = {
  readonly id: string
  readonly enterpriseId: string
  readonly needId: string
  /** The need's version that was matched, to tell whether it has changed since. */
  readonly needVersion: number
  /** The enterprise's version, for the same reason. */
  readonly profileVersion: number
  /** Byte for byte what is downloaded and what can be verified. */
  readonly text: string
  readonly hash: string
  readonly catalogue: string
  /** How many products fit, for lists. */
  readonly eligible: number
  readonly at: Date
  readonly by: string | null
}

export type MatchSummary = Pick<NeedMatch, 'at' | 'eligible'>

type MatchRow = Omit<NeedMatch, 'id' | 'text'> & { readonly _id: string; readonly compressed: Buffer }

const schema = new Schema<MatchRow>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    needId: { type: String, required: true },
    needVersion: { type: Number, required: true },
    profileVersion: { type: Number, required: true },
    compressed: { type: Buffer, required: true },
    hash: { type: String, required: true },
    catalogue: { type: String, required: true },
    eligible: { type: Number, required: true },
    at: { type: Date, required: true },
    by: { type: String, default: null },
  },
  { collection: 'enterprise_need_matches', versionKey: false },
)
schema.index({ enterpriseId: 1, needId: 1, at: -1 })

export type NeedMatchStore = ReturnType<typeof needMatchStore>

/** The only reader and writer of `enterprise_need_matches`. A match is written once and never changed. */
export function needMatchStore(connection: Connection) {
  const model = connection.model<MatchRow>('EnterpriseNeedMatch', schema)
  return {
    async insert(session: ClientSession, { id, text, ...rest }: NeedMatch): Promise<void> {
      await model.create([{ ...rest, _id: id, compressed: packed(text) }], { session })
    },

    /** The latest matches of a need, the newest first. */
    async latest(enterpriseId: string, needId: string, count: number): Promise<readonly NeedMatch[]> {
      const rows = await model.find({ enterpriseId, needId }).sort({ at: -1, _id: 1 }).limit(count).lean<MatchRow[]>()
      return rows.map(matchFromRow)
    },

    /** When a need was last matched and how many products fitted, without its record; null before the first match. */
    async summary(enterpriseId: string, needId: string): Promise<MatchSummary | null> {
      const row = await model
        .findOne({ enterpriseId, needId }, { _id: 0, at: 1, eligible: 1 })
        .sort({ at: -1, _id: 1 })
        .lean<MatchSummary>()
      return row && { at: row.at, eligible: row.eligible }
    },

    /** Every match of an enterprise, for the export of everything held about it. */
    async all(enterpriseId: string): Promise<readonly NeedMatch[]> {
      const rows = await model.find({ enterpriseId }).sort({ at: 1, _id: 1 }).lean<MatchRow[]>()
      return rows.map(matchFromRow)
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}

/** The record that a match holds. */
export const recordOf = ({ text }: Pick<NeedMatch, 'text'>): MatchRecord => JSON.parse(text) as MatchRecord

function matchFromRow({ _id, compressed, ...rest }: MatchRow): NeedMatch {
  return { ...rest, id: _id, text: unpacked(compressed) }
}
