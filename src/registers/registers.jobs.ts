import type { JobDefinition } from '../jobs/index.js'

/** Checks all claims again: entries expire, and a stopped process may have left a check unfinished. */
export const registerJobs = (registers: { checkAllClaims(): Promise<unknown> }): readonly JobDefinition[] => [
  {
    name: 'check-register-claims',
    everyMs: 24 * 3600_000,
    title: '企业填报与名录比对',
    atStart: true,
    run: () => registers.checkAllClaims(),
  },
]
