/** Syndicated loans: banks that lend together by one agreement, their shares, and what is paid out and back. */
export { BOUNDS, checkShares, RULE_SOURCE, type RuleCheck, type Share, type SyndicateRole } from './rules.js'
export { splitNext } from './split.js'
export type { Flow, Syndicate } from './syndicate.js'
export { syndicatesRoutes } from './syndicates.router.js'
export { syndicatesService, type SyndicatesParts, type SyndicatesService } from './syndicates-service.js'
