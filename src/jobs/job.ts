/** Recurring work as the database knows it. */
export type JobRecord = {
  readonly name: string
  readonly nextRunAt: Date
  /** Until when the process that runs it holds it; null while nobody does. */
  readonly lockedUntil: Date | null
  readonly startedAt: Date | null
  readonly lastFinishedAt: Date | null
  /** What went wrong when it was last run; null when that went well. */
  readonly lastError: string | null
  /** Runs in a row that went wrong. */
  readonly failures: number
}

const firstRetryMs = 60_000

/** How long after a run that went wrong the next one is due: 1, 2, 4 … minutes, never longer than its usual interval. */
export const retryMs = (failures: number, everyMs: number): number =>
  Math.min(everyMs, firstRetryMs * 2 ** Math.min(failures - 1, 20))
