/** Syndicated loans: banks that lend together by one agreement, their shares, and what is paid out and back. */
export { STATE_NAMES as SYNDICATE_STATE_NAMES } from './state-table.js'
export type { Syndicate } from './syndicate.js'
export { syndicatesRoutes } from './syndicates.router.js'
export { syndicatesService, type SyndicatesService } from './syndicates-service.js'
