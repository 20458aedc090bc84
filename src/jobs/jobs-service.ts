import { randomUUID } from 'node:crypto'
import type { Connection } from 'mongoose'
import type { Logger } from '../log/index.js'
import { retryMs, type JobRecord } from './job.js'
import { jobStore, type JobStore } from './job.store.js'

export type JobsParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly log: Pick<Logger, 'error' | 'warn'>
  /** How long a process that has died keeps a job from the others, in milliseconds. */
  readonly leaseMs?: number
  /** How often it is looked what is due, in milliseconds. */
  readonly lookEveryMs?: number
}

/**
 * @param stopped aborted when the portal stops, or when another process has taken the job: long work may then end early,
 *   by `throwIfAborted`, and stays due
 */
export type Work = (stopped: AbortSignal) => Promise<unknown>

export type JobSchedule = {
  readonly everyMs: number
  /** What the centre calls it; otherwise its name. */
  readonly title?: string
  /** Also due at every start, for work that the end of a process may have cut off. */
  readonly atStart?: boolean
}

/** A job as the centre sees it. */
export type JobState = Omit<JobRecord, 'lockedUntil'> &
  Pick<JobSchedule, 'everyMs'> & { readonly title: string; readonly running: boolean }

export type Jobs = ReturnType<typeof jobsOf>

type Definition = JobSchedule & { readonly work: Work }
type Context = {
  readonly store: JobStore
  readonly now: () => Date
  readonly log: JobsParts['log']
  readonly leaseMs: number
}

/**
 * Recurring work, run from the database: of all processes on one database one runs a job that is due; one that was due
 * several times while no process ran is run once; one whose process died is taken over when its lease has run out.
 * A run may be cut off anywhere, so work must be such that it can be done again.
 */
export function jobsOf({ connection, now, log, leaseMs = 60_000, lookEveryMs = 5_000 }: JobsParts) {
  const context: Context = { store: jobStore(connection), now, log, leaseMs }
  const definitions = new Map<string, Definition>()
  /** Each run that is under way, and what tells it to end early. */
  const underWay = new Map<Promise<boolean>, AbortController>()
  let stopped = false
  let entered: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  const enterAll = async (): Promise<void> => {
    for (const [name, { everyMs }] of definitions) {
      await context.store.enter(name, now(), new Date(now().getTime() + everyMs))
    }
  }

  async function runDue(): Promise<number> {
    if (stopped) return 0
    await (entered ??= enterAll())
    const due = await context.store.due(now())
    // A stop may have come meanwhile: what begins now would not be waited for.
    if (stopped) return 0
    const ready = [...definitions].filter(([name]) => due.has(name))
    const runs = ready.map(([name, definition]) => {
      const ending = new AbortController()
      const run = runIfDue(context, name, definition, ending)
      underWay.set(run, ending)
      return run.finally(() => underWay.delete(run))
    })
    return (await Promise.all(runs)).filter(Boolean).length
  }

  const look = (): void => {
    runDue().catch((error: unknown) => {
      // A database that is away for a moment: the next look enters the jobs again.
      entered = null
      log.error({ err: error }, 'it could not be seen which jobs are due')
    })
  }

  return {
    /** Says what is done how often. @throws Error when the name is taken, or jobs have been looked at: a fault of the code. */
    define(name: string, schedule: JobSchedule, work: Work): void {
      if (definitions.has(name) || entered) throw new Error(`The job ${name} is defined twice, or too late.`)
      definitions.set(name, { ...schedule, work })
    },

    /** Begins to look for what is due, at once and then every few seconds. */
    async start(): Promise<void> {
      await (entered ??= enterAll())
      for (const [name, { atStart }] of definitions) if (atStart) await context.store.enter(name, now(), now())
      look()
      timer ??= setInterval(look, lookEveryMs).unref()
    },

    /** Begins nothing more, and waits for what is under way. */
    async stop(): Promise<void> {
      if (timer) clearInterval(timer)
      stopped = true
      for (const ending of underWay.values()) ending.abort()
      await Promise.allSettled([entered, ...underWay.keys()])
    },

    /** Runs what is due, each job at most once, and waits for it. Returns how many were run, well or not. */
    runDue,

    /** Every job: when it ran, when it is due, what went wrong. */
    async list(): Promise<JobState[]> {
      const known = await context.store.all()
      return [...definitions].map(([name, { everyMs, title = name }]) => {
        const { lockedUntil = null, ...record } = known.get(name) ?? unseen(name, now())
        return { ...record, everyMs, title, running: lockedUntil !== null && lockedUntil > now() }
      })
    },
  }
}

const unseen = (name: string, nextRunAt: Date): JobRecord => ({
  ...{ name, nextRunAt, lockedUntil: null, startedAt: null, lastFinishedAt: null, lastError: null, failures: 0 },
})

/** Runs one job when it is due and free. Returns whether it was run. */
async function runIfDue(context: Context, name: string, job: Definition, ending: AbortController): Promise<boolean> {
  const { store, now, log, leaseMs } = context
  const holder = randomUUID()
  const startedAt = now()
  const until = () => new Date(now().getTime() + leaseMs)
  const claimed = await store.claim(name, holder, startedAt, until())
  if (!claimed) return false
  const beat = setInterval(() => {
    store.renew(name, holder, until()).then(
      (mine) => mine || ending.abort(),
      (error: unknown) => log.warn({ err: error, job: name }, 'the lease of a job could not be renewed'),
    )
  }, leaseMs / 3).unref()
  try {
    await job.work(ending.signal)
    await store.finish(name, holder, now(), new Date(startedAt.getTime() + job.everyMs))
  } catch (error) {
    if (ending.signal.aborted && error === ending.signal.reason) {
      await store.release(name, holder)
      return true
    }
    log.error({ err: error, job: name }, 'a job failed')
    const failures = claimed.failures + 1
    const next = new Date(now().getTime() + retryMs(failures, job.everyMs))
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300)
    await store.fail(name, holder, next, reason, failures)
  } finally {
    clearInterval(beat)
  }
  return true
}
