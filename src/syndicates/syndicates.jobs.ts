import type { JobDefinition } from '../jobs/index.js'

/** Ends invitations to syndicates whose last day has passed. */
export const syndicateJobs = (syndicates: { closeDueInvitations(): Promise<unknown> }): readonly JobDefinition[] => [
  {
    name: 'close-due-invitations',
    everyMs: 600_000,
    title: '银团邀请到期',
    run: () => syndicates.closeDueInvitations(),
  },
]
