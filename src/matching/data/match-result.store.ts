import { Schema, type Connection } from 'mongoose'
import { packed, unpacked } from '../../db/index.js'
import { isPublicId } from './public-id.js'

/** A stored result: the exact text of its decision record, and the fields that find and expire it. */
export type StoredResult = {
  readonly id: string
  /** The questionnaire that it was created from, for links to its questions. It may expire earlier. */
  readonly questionnaireId: string
  /** The decision record, byte for byte as it is downloaded. */
  readonly text: string
  readonly hash: string
  /** Names of facts whose answers the catalogue no longer knew; they count as not given. */
  readonly dropped: readonly string[]
  readonly catalogue: string
  readonly engine: string
  readonly asOf: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

type MatchResultRow = Omit<StoredResult, 'id' | 'text' | 'dropped'> & {
  readonly _id: string
  readonly compressed: Buffer
  /** Missing in results from before this field existed. */
  readonly dropped?: readonly string[]
}

const schema = new Schema<MatchResultRow>(
  {
    _id: { type: String, required: true },
    questionnaireId: { type: String, required: true },
    compressed: { type: Buffer, required: true },
    hash: { type: String, required: true },
    dropped: { type: [String], default: [] },
    catalogue: { type: String, required: true },
    engine: { type: String, required: true },
    asOf: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'match_results', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type MatchResultStore = ReturnType<typeof matchResultStore>

/** The only access to `match_results`. A result is written once and never changed. */
export function matchResultStore(connection: Connection) {
  const model = connection.model<MatchResultRow>('MatchResult', schema)
  return {
    async insert({ id, text, ...rest }: StoredResult): Promise<void> {
      await model.create({ ...rest, _id: id, compressed: packed(text) })
    },

    /** Null when the result does not exist or has expired. */
    async find(id: string, now: Date): Promise<StoredResult | null> {
      if (!isPublicId(id)) return null
      const row = await model.findOne({ _id: id }).lean<MatchResultRow>()
      // The database deletes expired rows about once a minute; until then they are treated as deleted.
      if (!row || row.expiresAt <= now) return null
      const { _id, compressed, dropped, ...rest } = row
      return { ...rest, dropped: dropped ?? [], id: _id, text: unpacked(compressed) }
    },
  }
}
