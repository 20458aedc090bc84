import type { JobDefinition } from '../jobs/index.js'

/** Closes bidding windows, ends bids without contact, and withdraws requests that had no answer for a month. */
export const hallJobs = (hall: { workDue(): Promise<unknown> }): readonly JobDefinition[] => [
  { name: 'close-hall-windows', everyMs: 60_000, title: '需求大厅名额分配', run: () => hall.workDue() },
]
