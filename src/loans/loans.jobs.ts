import type { JobDefinition } from '../jobs/index.js'

/** Reminds of overdue payments, and in January of the benefits of the past year. */
export const loanJobs = (
  loans: { sendOverdueNotices(now: Date): Promise<unknown>; sendBenefitReminders(now: Date): Promise<unknown> },
  now: () => Date,
): readonly JobDefinition[] => [
  {
    name: 'remind-of-loans',
    everyMs: 3600_000,
    title: '贷款逾期与效益填报提醒',
    async run() {
      await loans.sendOverdueNotices(now())
      await loans.sendBenefitReminders(now())
    },
  },
]
