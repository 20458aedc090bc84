import { randomUUID } from 'node:crypto'
import type { Connection } from 'mongoose'
import type { Logger } from '../log/index.js'
import { jobStore, retryMs, type JobRecord, type JobStore } from './job.store.js'

export type JobsParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly log: Pick<Logger, 'error' | 'warn'>
  /** How long a process that has died keeps a job from the others, in milliseconds. */
  readonly leaseMs?: number
  /** How often the service looks for due jobs, in milliseconds. */
  readonly pollEveryMs?: number
}

/**
 * @param stopped aborted when the portal stops, or when another process has taken the job: long work may then end early,
 *   by `throwIfAborted`, and stays due
 */
export type JobWork = (stopped: AbortSignal) => Promise<unknown>

export type JobSchedule = {
  readonly everyMs: number
  /** The title on the page of the centre; without one, the name. */
  readonly title?: string
  /** Also due at every start, for work that a stopped process may have left unfinished. */
  readonly atStart?: boolean
}

/** A job as the centre sees it. */
export type JobState = Omit<JobRecord, 'lockedUntil'> &
  Pick<JobSchedule, 'everyMs'> & { readonly title: string; readonly running: boolean }

export type Jobs = ReturnType<typeof jobsService>

/** A job as its room declares it, in `ROOM.jobs.ts`. */
export type JobDefinition = JobSchedule & { readonly name: string; readonly run: JobWork }

type JobsContext = {
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
export function jobsService({ connection, now, log, leaseMs = 60_000, pollEveryMs = 5_000 }: JobsParts) {
  const context: JobsContext = { store: jobStore(connection), now, log, leaseMs }
  const definitions = new Map<string, JobDefinition>()
  /** Each current run with the controller that ends it early. */
  const running = new Map<Promise<boolean>, AbortController>()
  let stopped = false
  let registered: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  const registerAll = async (): Promise<void> => {
    for (const [name, { everyMs }] of definitions) {
      await context.store.register(name, now(), new Date(now().getTime() + everyMs))
    }
  }

  /** @throws Error when the name is taken, or jobs have been started: a fault of the code. */
  function define(name: string, schedule: JobSchedule, run: JobWork): void {
    if (definitions.has(name) || registered) throw new Error(`The job ${name} is defined twice, or too late.`)
    definitions.set(name, { ...schedule, name, run })
  }

  async function runDue(): Promise<number> {
    if (stopped) return 0
    await (registered ??= registerAll())
    const due = await context.store.due(now())
    // After a stop no run may start: nobody would wait for it.
    if (stopped) return 0
    const ready = [...definitions].filter(([name]) => due.has(name))
    const runs = ready.map(([name, definition]) => {
      const ending = new AbortController()
      const run = runIfDue(context, name, definition, ending)
      running.set(run, ending)
      return run.finally(() => running.delete(run))
    })
    return (await Promise.all(runs)).filter(Boolean).length
  }

  const poll = (): void => {
    runDue().catch((error: unknown) => {
      // The database is away for a moment: the next poll registers the jobs again.
      registered = null
      log.error({ err: error }, 'the due jobs could not be read')
    })
  }

  return {
    define,
    /** Defines the jobs that a room declares. @throws Error as `define` */
    defineAll(declared: readonly JobDefinition[]): void {
      for (const { name, run, ...schedule } of declared) define(name, schedule, run)
    },

    /** Starts to run due jobs, at once and then every few seconds. */
    async start(): Promise<void> {
      await (registered ??= registerAll())
      for (const [name, { atStart }] of definitions) if (atStart) await context.store.register(name, now(), now())
      poll()
      timer ??= setInterval(poll, pollEveryMs).unref()
    },

    /** Starts no other run, and waits for the current ones. */
    async stop(): Promise<void> {
      if (timer) clearInterval(timer)
      stopped = true
      for (const ending of running.values()) ending.abort()
      await Promise.allSettled([registered, ...running.keys()])
    },

    /** Runs what is due, each job at most once, and waits for it. Returns how many were run, well or not. */
    runDue,

    /** Every job: when it ran, when it is due, what went wrong. */
    async list(): Promise<JobState[]> {
      const known = await context.store.all()
      return [...definitions].map(([name, { everyMs, title = name }]) => {
        const { lockedUntil = null, ...record } = known.get(name) ?? neverRun(name, now())
        return { ...record, everyMs, title, running: lockedUntil !== null && lockedUntil > now() }
      })
    },
  }
}

const neverRun = (name: string, nextRunAt: Date): JobRecord => ({
  ...{ name, nextRunAt, lockedUntil: null, startedAt: null, lastFinishedAt: null, lastError: null, failures: 0 },
})

/** Runs one job when it is due and free. Returns whether it was run. */
async function runIfDue(
  context: JobsContext,
  name: string,
  job: JobDefinition,
  ending: AbortController,
): Promise<boolean> {
  const { store, now, log, leaseMs } = context
  const holder = randomUUID()
  const startedAt = now()
  const until = () => new Date(now().getTime() + leaseMs)
  const claimed = await store.claim(name, holder, startedAt, until())
  if (!claimed) return false
  const heartbeat = setInterval(() => {
    store.renew(name, holder, until()).then(
      (mine) => mine || ending.abort(),
      (error: unknown) => log.warn({ err: error, job: name }, 'the lease of a job could not be renewed'),
    )
  }, leaseMs / 3).unref()
  try {
    await job.run(ending.signal)
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
    clearInterval(heartbeat)
  }
  return true
}
