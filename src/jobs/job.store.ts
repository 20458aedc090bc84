import { Schema, trusted, type Connection } from 'mongoose'
import type { JobRecord } from './job.js'

/** `holder` names one run: whoever no longer holds the job can note nothing about it. */
type Row = Omit<JobRecord, 'name'> & { readonly _id: string; readonly holder: string | null }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    nextRunAt: { type: Date, required: true },
    lockedUntil: { type: Date, default: null },
    holder: { type: String, default: null },
    startedAt: { type: Date, default: null },
    lastFinishedAt: { type: Date, default: null },
    lastError: { type: String, default: null },
    failures: { type: Number, required: true },
  },
  { collection: 'jobs', versionKey: false },
)

export type JobStore = ReturnType<typeof jobStore>
const free = { holder: null, lockedUntil: null }
const dueAt = (at: Date) => ({
  nextRunAt: trusted({ $lte: at }),
  $or: [{ lockedUntil: null }, { lockedUntil: trusted({ $lte: at }) }],
})

/** The only reader and writer of `jobs`: one row a job, and every step one atomic update. */
export function jobStore(connection: Connection) {
  const model = connection.model<Row>('Job', schema)
  const held = async (name: string, holder: string, change: Partial<Row>): Promise<boolean> =>
    (await model.updateOne({ _id: name, holder }, { $set: change })).matchedCount === 1
  return {
    /** Enters a job that is new, due at once; one that is known comes no later than `latest`. */
    async enter(name: string, at: Date, latest: Date): Promise<void> {
      await model.updateOne(
        { _id: name },
        {
          $setOnInsert: { nextRunAt: at, ...free, startedAt: null, lastFinishedAt: null, lastError: null, failures: 0 },
        },
        { upsert: true },
      )
      await model.updateOne({ _id: name, nextRunAt: trusted({ $gt: latest }) }, { $set: { nextRunAt: latest } })
    },

    /** Takes a job that is due and that nobody holds any longer, for one run; null when there is nothing to take. */
    async claim(name: string, holder: string, at: Date, until: Date): Promise<JobRecord | null> {
      const row = await model
        .findOneAndUpdate(
          { _id: name, ...dueAt(at) },
          { $set: { holder, lockedUntil: until, startedAt: at } },
          { returnDocument: 'after' },
        )
        .lean<Row>()
      return row && toRecord(row)
    },

    /** The names of the jobs that are due and free: a look that writes nothing. */
    async due(at: Date): Promise<ReadonlySet<string>> {
      const rows = await model.find(dueAt(at), { _id: 1 }).lean<Pick<Row, '_id'>[]>()
      return new Set(rows.map(({ _id }) => _id))
    },

    /** Lets go of it; it stays due. */
    release: (name: string, holder: string): Promise<boolean> => held(name, holder, free),

    /** Holds on to it; false when it is held by another by now. */
    renew: (name: string, holder: string, until: Date): Promise<boolean> => held(name, holder, { lockedUntil: until }),

    /** Notes that a run ended well; false when it is held by another by now, and then nothing is noted. */
    finish: (name: string, holder: string, at: Date, nextRunAt: Date): Promise<boolean> =>
      held(name, holder, { ...free, lastFinishedAt: at, nextRunAt, lastError: null, failures: 0 }),

    /** Notes what went wrong, and when it is tried again. */
    fail: (name: string, holder: string, nextRunAt: Date, lastError: string, failures: number): Promise<boolean> =>
      held(name, holder, { ...free, nextRunAt, lastError, failures }),

    async all(): Promise<ReadonlyMap<string, JobRecord>> {
      const rows = await model.find().lean<Row[]>()
      return new Map(rows.map((row) => [row._id, toRecord(row)]))
    },
  }
}

function toRecord(row: Row): JobRecord {
  const { _id, nextRunAt, lockedUntil, startedAt, lastFinishedAt, lastError, failures } = row
  return { name: _id, nextRunAt, lockedUntil, startedAt, lastFinishedAt, lastError, failures }
}
