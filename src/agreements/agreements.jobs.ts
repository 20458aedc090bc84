import type { JobDefinition } from '../jobs/index.js'

/** Warns of agreements that expire within 90 and within 30 days. */
export const agreementJobs = (agreements: { warnOfExpiry(): Promise<unknown> }): readonly JobDefinition[] => [
  {
    name: 'warn-of-expiring-agreements',
    everyMs: 24 * 3600_000,
    title: '授信协议到期提醒',
    atStart: true,
    run: () => agreements.warnOfExpiry(),
  },
]
