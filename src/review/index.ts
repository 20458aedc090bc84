/** The review of applications by a bank: queue with clocks, case file within consent, notes, visits, offers, decisions. */
export type { ReviewParts } from './review.context.js'
export { reviewRoutes } from './review.routes.js'
export { reviewService, type ReviewService } from './review.service.js'
export { DEFAULT_FOUR_EYES_FEN } from './rules/threshold.js'
