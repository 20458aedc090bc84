import { path } from '../web/path.js'

export const offerPaths = {
  enterpriseRequestOffers: path('/enterprise/requests/:id/offers'),
  enterpriseRequestChoice: path('/enterprise/requests/:id/choice'),
  enterpriseApplicationOffer: path('/enterprise/applications/:id/offer'),
  bankApplicationOffer: path('/bank/applications/:id/offer'),
} as const
