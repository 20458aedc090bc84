/** Offers of banks to an enterprise: side by side, with what each costs in all; choosing them, alone or together. */
export type { ChoiceOrder, Chosen } from './choose-offers.js'
export { SETTLED_REASON } from './choose-offers.js'
export type { OffersParts } from './context.js'
export { faultsOfChoice, type ChoiceFault, type PickedOffer, type Rest } from './guard-choice.js'
export { offersRoutes } from './offers.router.js'
export { offersService, type OffersService } from './offers-service.js'
export { leftToTake } from './taken.js'
