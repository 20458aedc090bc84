import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { isRecordId } from '../db/index.js'
import { figureKey, figureFromStored, type PublicFigure, type StoredFigure } from './rules/public-figure.js'

/** A kept figure, with its key and whether it still stands. */
type FigureRow = StoredFigure &
  Pick<PublicFigure, 'origin' | 'version' | 'changedAt'> & {
    readonly _id: string
    /** Unique among figures that stand; a withdrawn one gives its key free by taking its id into it. */
    readonly key: string
    readonly withdrawnAt: Date | null
  }

const optionalText = { type: String, default: null }
const schema = new Schema<FigureRow>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    kind: { type: String, required: true },
    // The empty text is a period that the source does not name.
    period: { type: String, default: '' },
    amount: { type: Number, required: true },
    unit: { type: String, required: true },
    bound: { type: String, required: true, enum: ['exact', 'above'] },
    sourceTitle: { type: String, required: true },
    sourceDate: optionalText,
    sourceUrl: optionalText,
    origin: { type: String, required: true, enum: ['founding', 'import', 'hand'] },
    version: { type: Number, required: true },
    changedAt: { type: Date, required: true },
    withdrawnAt: { type: Date, default: null },
  },
  { collection: 'reported_figures', versionKey: false },
)
schema.index({ key: 1 }, { unique: true })

export type FigureStore = ReturnType<typeof figureStore>
type FigureToWrite = StoredFigure & Pick<PublicFigure, 'id' | 'origin' | 'changedAt'>

/** The only reader and writer of `reported_figures`. A withdrawn figure stays, for whoever asks what was once shown. */
export function figureStore(connection: Connection) {
  const model = connection.model<FigureRow>('ReportedFigure', schema)
  return {
    async insert(session: ClientSession, figures: readonly FigureToWrite[]): Promise<void> {
      if (figures.length === 0) return
      const rows = figures.map(({ id, ...rest }) => ({
        ...rest,
        _id: id,
        key: figureKey(rest),
        version: 1,
        withdrawnAt: null,
      }))
      await model.insertMany(rows, { session, lean: true })
    },

    /** Every figure that stands. There are some dozens a year, so that all are read and filtered in memory. */
    async all(session: ClientSession | null = null): Promise<readonly PublicFigure[]> {
      const rows = await model.find({ withdrawnAt: null }, null, { session }).sort({ key: 1 }).lean<FigureRow[]>()
      return rows.map(figureFromRow)
    },

    async find(id: string, session: ClientSession | null = null): Promise<PublicFigure | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, withdrawnAt: null }, null, { session }).lean<FigureRow>()
      return row && figureFromRow(row)
    },

    async withKeys(keys: readonly string[], session: ClientSession): Promise<ReadonlyMap<string, PublicFigure>> {
      const rows = await model.find({ key: trusted({ $in: [...keys] }) }, null, { session }).lean<FigureRow[]>()
      return new Map(rows.map((row) => [row.key, figureFromRow(row)]))
    },

    /** Which of some ids were ever kept, withdrawn ones included. */
    async known(ids: readonly string[], session: ClientSession): Promise<ReadonlySet<string>> {
      const rows = await model
        .find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }, { session })
        .lean<{ _id: string }[]>()
      return new Set(rows.map(({ _id }) => _id))
    },

    /** Writes the next version. False when another change was faster. */
    async change(session: ClientSession, { id, ...rest }: FigureToWrite, from: number): Promise<boolean> {
      const set = { ...rest, key: figureKey(rest), version: from + 1 }
      const where = { _id: id, version: from, withdrawnAt: null }
      return (await model.updateOne(where, { $set: set }, { session })).matchedCount === 1
    },

    async withdraw(session: ClientSession, id: string, at: Date): Promise<boolean> {
      const set = { withdrawnAt: at, key: `withdrawn|${id}` }
      return (await model.updateOne({ _id: id, withdrawnAt: null }, { $set: set }, { session })).matchedCount === 1
    },
  }
}

function figureFromRow(row: FigureRow): PublicFigure {
  const { kind, period, amount, unit, bound, sourceTitle, sourceDate, sourceUrl, origin, version, changedAt } = row
  const stored = { kind, period, amount, unit, bound, sourceTitle, sourceDate, sourceUrl }
  return { ...figureFromStored(stored), ...{ id: row._id, origin, version, changedAt } }
}
