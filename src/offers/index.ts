/** Offers of banks to an enterprise: compared by their all-in cost, and chosen alone or together. */
export type { ChoiceCommand, ChoiceResult } from './use-cases/choose-offers.js'
export { SETTLED_REASON } from './use-cases/choose-offers.js'
export type { OffersParts } from './offers.context.js'
export { choiceFaults, type PickedOffer, type Remainder } from './rules/check-choice.js'
export { offersRoutes } from './offers.routes.js'
export { offersService, type OffersService } from './offers.service.js'
export { remainingFen } from './rules/chosen-offers.js'
