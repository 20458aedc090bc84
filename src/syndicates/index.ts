/** Syndicated loans: banks that lend together by one agreement, their shares, and what is paid out and back. */
export { SYNDICATE_STATE_NAMES } from './rules/state-table.js'
export type { Syndicate } from './rules/syndicate.js'
export { syndicatesRoutes } from './syndicates.routes.js'
export { syndicatesService, type SyndicatesService } from './syndicates.service.js'
