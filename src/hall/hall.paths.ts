import { path } from '../web/path.js'

export const hallPaths = {
  bureauApplication: path('/bureau/applications/:id'),
  hall: path('/bank/hall'),
  hallRequest: path('/bank/hall/:id'),
  hallClaim: path('/bank/hall/:id/claim'),
  hallClaimWithdrawal: path('/bank/hall/:id/claim/withdrawal'),
  hallRelease: path('/bank/hall/:id/release'),
  placeRule: path('/about/places'),
  enterpriseHall: path('/enterprise/hall/:id'),
  bureauRequests: path('/bureau/requests'),
  bureauRequest: path('/bureau/requests/:id'),
  bureauDispatch: path('/bureau/requests/:id/dispatch'),
} as const
