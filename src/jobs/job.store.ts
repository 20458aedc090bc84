import { Schema, trusted, type Connection } from 'mongoose'

/** Recurring work as the database knows it. */
export type JobRecord = {
  readonly name: string
  readonly nextRunAt: Date
  /** Until when the process that runs it holds it; null while nobody does. */
  readonly lockedUntil: Date | null
  readonly startedAt: Date | null
  readonly lastFinishedAt: Date | null
  /** The error of the last run; null when it succeeded. */
  readonly lastError: string | null
  /** Failed runs in a row. */
  readonly failures: number
}

const firstRetryMs = 60_000

/** How long after a failed run the next one is due: 1, 2, 4 … minutes, never longer than the usual interval. */
export const retryMs = (failures: number, everyMs: number): number =>
  Math.min(everyMs, firstRetryMs * 2 ** Math.min(failures - 1, 20))

/** `holder` names one run: a run that has lost the job can write nothing about it. */
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
    /** Adds a new job, due at once; a known one becomes due no later than `latest`. */
    async register(name: string, at: Date, latest: Date): Promise<void> {
      await model.updateOne(
        { _id: name },
        {
          $setOnInsert: { nextRunAt: at, ...free, startedAt: null, lastFinishedAt: null, lastError: null, failures: 0 },
        },
        { upsert: true },
      )
      await model.updateOne({ _id: name, nextRunAt: trusted({ $gt: latest }) }, { $set: { nextRunAt: latest } })
    },

    /** Takes a job that is due and free, for one run; null when it is not. */
    async claim(name: string, holder: string, at: Date, until: Date): Promise<JobRecord | null> {
      const row = await model
        .findOneAndUpdate(
          { _id: name, ...dueAt(at) },
          { $set: { holder, lockedUntil: until, startedAt: at } },
          { returnDocument: 'after' },
        )
        .lean<Row>()
      return row && jobFromRow(row)
    },

    /** The names of the jobs that are due and free: reads only. */
    async due(at: Date): Promise<ReadonlySet<string>> {
      const rows = await model.find(dueAt(at), { _id: 1 }).lean<Pick<Row, '_id'>[]>()
      return new Set(rows.map(({ _id }) => _id))
    },

    /** Gives the job up; it stays due. */
    release: (name: string, holder: string): Promise<boolean> => held(name, holder, free),

    /** Extends the lease; false when another run holds the job by now. */
    renew: (name: string, holder: string, until: Date): Promise<boolean> => held(name, holder, { lockedUntil: until }),

    /** Records a successful run; false, and nothing is written, when another run holds the job by now. */
    finish: (name: string, holder: string, at: Date, nextRunAt: Date): Promise<boolean> =>
      held(name, holder, { ...free, lastFinishedAt: at, nextRunAt, lastError: null, failures: 0 }),

    /** Records a failed run, and when it is tried again. */
    fail: (name: string, holder: string, nextRunAt: Date, lastError: string, failures: number): Promise<boolean> =>
      held(name, holder, { ...free, nextRunAt, lastError, failures }),

    async all(): Promise<ReadonlyMap<string, JobRecord>> {
      const rows = await model.find().lean<Row[]>()
      return new Map(rows.map((row) => [row._id, jobFromRow(row)]))
    },
  }
}

function jobFromRow(row: Row): JobRecord {
  const { _id, nextRunAt, lockedUntil, startedAt, lastFinishedAt, lastError, failures } = row
  return { name: _id, nextRunAt, lockedUntil, startedAt, lastFinishedAt, lastError, failures }
}
