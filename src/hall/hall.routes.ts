import { paths } from '../paths.js'
import { bankRoles, enterpriseRoles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import type { HallService } from './hall.service.js'
import { showApplication } from './pages/bureau-application.page.js'
import { showRequests } from './pages/bureau-list.page.js'
import { postDispatch, showRequest } from './pages/bureau-request.page.js'
import { showEnterpriseHall } from './pages/enterprise-hall.page.js'
import { showHall } from './pages/hall-list.page.js'
import { postBid, postBidWithdrawal, postRelease, showHallRequest } from './pages/hall-request.page.js'
import { showPlaceRule } from './pages/place-rule.page.js'

type HallDeps = { readonly hall: HallService }

/** The published rule, for everybody. */
export function placeRuleRoutes(site: Site, { hall: { context } }: HallDeps): void {
  const spec = { role: 'visitor', audit: 'PLACE_RULE_READ' } as const
  site.get(paths.placeRule.pattern, spec, showPlaceRule(context.windowLength))
}

/** The hall for banks, the enterprise's page of its own request there, and the bureau's pages of requests. */
export function hallRoutes(site: Site, { hall: { context } }: HallDeps): void {
  const bank = (audit: string) => ({ role: bankRoles, audit }) as const
  site.get(paths.hall.pattern, bank('HALL_READ'), showHall(context))
  site.get(paths.hallRequest.pattern, bank('HALL_REQUEST_READ'), showHallRequest(context))
  site.post(paths.hallClaim.pattern, bank('HALL_CLAIM_MADE'), postBid(context))
  site.post(paths.hallClaimWithdrawal.pattern, bank('HALL_CLAIM_WITHDRAWN'), postBidWithdrawal(context))
  site.post(paths.hallRelease.pattern, bank('APPLICATION_RELEASE'), postRelease(context))

  const enterprise = { role: enterpriseRoles, audit: 'ENTERPRISE_HALL_READ' } as const
  site.get(paths.enterpriseHall.pattern, enterprise, showEnterpriseHall(context))

  const staff = (audit: string) => ({ role: ['bureau', 'administrator'], audit }) as const
  site.get(paths.bureauRequests.pattern, staff('REQUESTS_READ'), showRequests(context))
  site.get(paths.bureauRequest.pattern, staff('REQUEST_READ'), showRequest(context))
  site.get(paths.bureauApplication.pattern, staff('APPLICATION_READ'), showApplication(context))
  site.post(paths.bureauDispatch.pattern, { role: 'bureau', audit: 'APPLICATION_ASSIGN' }, postDispatch(context))
}
