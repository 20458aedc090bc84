import { aboutRoutes } from './about/index.js'
import { accountsRoutes, passportFor, type Authenticator } from './accounts/index.js'
import { apiRoutes } from './api/index.js'
import { recentApplications, applicationsRoutes } from './applications/index.js'
import { auditRoutes } from './audit/index.js'
import { auditLabels } from './audit-labels.js'
import { catalogueRoutes } from './catalogue/index.js'
import { centreRoutes } from './centre/index.js'
import type { Deps } from './deps.js'
import { hallRoutes, placeRuleRoutes } from './hall/index.js'
import { jobsRoutes } from './jobs/index.js'
import { enterpriseRoutes } from './enterprises/index.js'
import { escalationsRoutes } from './escalations/index.js'
import { loansRoutes } from './loans/index.js'
import { matchingRoutes } from './matching/index.js'
import { agreementRoutes } from './agreements/index.js'
import { projectListRoutes } from './project-lists/index.js'
import { publicFigureRoutes } from './public-figures/index.js'
import { reportRoutes } from './reports/index.js'
import { statisticsRoutes } from './statistics/index.js'
import { noticesRoutes } from './notices/index.js'
import { offersRoutes } from './offers/index.js'
import { registersRoutes } from './registers/index.js'
import { reviewRoutes } from './review/index.js'
import { syndicatesRoutes } from './syndicates/index.js'
import { healthRoutes } from './web/health.js'
import { Site } from './web/route.js'

/** All routes: for machines (no cookie, no form token) and for people. */
export function site(deps: Deps): {
  readonly machines: Site
  /** Pages for everybody without a form: the same for all visitors. */
  readonly open: Site
  readonly pages: Site
  /** Identifies the signed-in person. */
  readonly authenticator: Authenticator
} {
  const machines = new Site()
  healthRoutes(machines, deps.db.connection)
  apiRoutes(machines, deps)

  const open = new Site()
  catalogueRoutes(open, deps)
  aboutRoutes(open, deps)
  placeRuleRoutes(open, deps)

  const pages = new Site()
  matchingRoutes(pages, deps)
  const authenticator = passportFor(deps.accounts)
  accountsRoutes(pages, { ...deps, authenticator })
  enterpriseRoutes(pages, { ...deps, applications: recentApplications(deps) })
  applicationsRoutes(pages, deps)
  syndicatesRoutes(pages, deps)
  hallRoutes(pages, deps)
  escalationsRoutes(pages, deps)
  reviewRoutes(pages, deps)
  offersRoutes(pages, deps)
  loansRoutes(pages, deps)
  auditRoutes(pages, { audit: deps.audit, ...auditLabels(deps) })
  jobsRoutes(pages, deps)
  noticesRoutes(pages, deps)
  registersRoutes(pages, deps)
  const publicFigures = () => deps.publicFigures.all()
  const banks = async () => [...(await deps.catalogue.current()).banks.values()].map(({ id, name }) => ({ id, name }))
  publicFigureRoutes(pages, deps.publicFigures)
  agreementRoutes(pages, { agreements: deps.agreements, banks, publicFigures })
  statisticsRoutes(pages, deps)
  reportRoutes(pages, deps)
  projectListRoutes(pages, { ...deps, publicFigures })
  centreRoutes(pages, { ...deps, connection: deps.db.connection })
  return { machines, open, pages, authenticator }
}
