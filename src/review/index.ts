/** The review desk of a bank: its queue with clocks, the case file under consent, notes, visits, offers and decisions. */
export type { ReviewParts } from './review.context.js'
export { reviewRoutes } from './review.routes.js'
export { reviewService, type ReviewService } from './review.service.js'
export { DEFAULT_FOUR_EYES_FEN } from './rules/threshold.js'
