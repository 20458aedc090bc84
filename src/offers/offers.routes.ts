import { paths } from '../paths.js'
import { bankRoles, enterpriseRoles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import type { OffersService } from './offers.service.js'
import { chooseOffers, showOffers } from './pages/compare.page.js'
import { showOffer, showOwnOffer } from './pages/cost-sheet.page.js'
import { withOfferContext, type OfferHandler } from './pages/offer-page.js'

/** Offers: the enterprise compares and chooses, a bank sees its own. */
export function offersRoutes(site: Site, { offers }: { readonly offers: OffersService }): void {
  const enterprise = (handle: OfferHandler) => withOfferContext('enterprise', offers, handle)
  const { enterpriseRequestOffers, enterpriseRequestChoice, enterpriseApplicationOffer, bankApplicationOffer } = paths
  site.get(enterpriseRequestOffers.pattern, { role: enterpriseRoles, audit: 'OFFERS_COMPARED' }, enterprise(showOffers))
  site.post(
    enterpriseRequestChoice.pattern,
    { role: enterpriseRoles, audit: 'OFFERS_CHOSEN' },
    enterprise(chooseOffers),
  )
  site.get(enterpriseApplicationOffer.pattern, { role: enterpriseRoles, audit: 'OFFER_OPENED' }, enterprise(showOffer))
  site.get(
    bankApplicationOffer.pattern,
    { role: bankRoles, audit: 'OFFER_OPENED' },
    withOfferContext('bank', offers, showOwnOffer),
  )
}
