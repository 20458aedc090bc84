import { paths } from '../paths.js'
import { bankRoles, enterpriseRoles, type Role } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import type { SyndicatePagesDeps } from './pages/syndicate-page.js'
import { listSyndicates } from './pages/syndicate-list.page.js'
import { editPlan, newSyndicate, openSyndicate, savePlan } from './pages/plan.page.js'
import { exportShares } from './pages/shares-export.page.js'
import { moveSyndicateByForm, showSyndicate } from './pages/syndicate.page.js'

const PARTIES: readonly Role[] = [...enterpriseRoles, ...bankRoles]
const READERS: readonly Role[] = [...PARTIES, 'bureau']

/** Syndicates: one set of addresses for every side; what each sees and may do is decided by record. */
export function syndicatesRoutes(site: Site, deps: SyndicatePagesDeps): void {
  site
    .get(paths.syndicates.pattern, { role: READERS, audit: 'SYNDICATES_LISTED' }, listSyndicates(deps))
    .post(paths.syndicates.pattern, { role: bankRoles, audit: 'SYNDICATE_FORMED' }, openSyndicate(deps))
    .get(paths.newSyndicate.pattern, { role: bankRoles, audit: 'SYNDICATE_FORM_OPENED' }, newSyndicate(deps))
    .get(paths.syndicate.pattern, { role: READERS, audit: 'SYNDICATE_READ' }, showSyndicate(deps))
    .get(paths.syndicatePlan.pattern, { role: bankRoles, audit: 'SYNDICATE_FORM_OPENED' }, editPlan(deps))
    .post(paths.syndicatePlan.pattern, { role: bankRoles, audit: 'SYNDICATE_REVISED' }, savePlan(deps))
    .get(paths.syndicateShares.pattern, { role: READERS, audit: 'SYNDICATE_EXPORTED' }, exportShares(deps))
    .post(paths.syndicateMoves.pattern, { role: PARTIES, audit: 'SYNDICATE_MOVED' }, moveSyndicateByForm(deps))
}
