import type { JobDefinition } from '../jobs/index.js'

/** Allocates places of closed windows, withdraws places without first contact, ends requests without an offer for a month. */
export const hallJobs = (hall: { runDue(): Promise<unknown> }): readonly JobDefinition[] => [
  { name: 'close-hall-windows', everyMs: 60_000, title: '需求大厅名额分配', run: () => hall.runDue() },
]
