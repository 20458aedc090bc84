import type { JobDefinition } from '../jobs/index.js'

/** Expires offers whose last day has passed. */
export const offerJobs = (offers: { expireDue(stopped: AbortSignal): Promise<unknown> }): readonly JobDefinition[] => [
  { name: 'close-due-offers', everyMs: 600_000, title: '到期方案失效', run: (stopped) => offers.expireDue(stopped) },
]
