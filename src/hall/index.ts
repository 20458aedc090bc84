/** The hall: requests open to every bank that fits, sealed bids, places by a published rule, and dispatch by the bureau. */
export type { ReleasedPlace } from './data/released-place.store.js'
export type { HallParts } from './hall.context.js'
export { hallService, type HallService } from './hall.service.js'
export { hallRoutes, placeRuleRoutes } from './hall.routes.js'
