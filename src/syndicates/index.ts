/** Syndicated loans: banks that lend together by one agreement, their shares, and what is paid out and back. */
export type { Syndicate } from './syndicate.js'
export { syndicatesRoutes } from './syndicates.router.js'
export { syndicatesService, type SyndicatesService } from './syndicates-service.js'
