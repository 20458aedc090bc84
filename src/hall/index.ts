/** The hall: requests open to every bank that fits, sealed claims, places by a published rule, and the bureau's dispatch. */
export type { ReleasedPlace } from './claim.js'
export type { HallParts } from './context.js'
export { hallService, type HallService } from './hall-service.js'
export { hallRoutes, placeRuleRoutes } from './hall.router.js'
