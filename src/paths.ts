import { cataloguePaths } from './catalogue/catalogue.paths.js'
import { matchingPaths } from './matching/matching.paths.js'
import { aboutPaths } from './about/about.paths.js'
import { apiPaths } from './api/api.paths.js'
import { accountPaths } from './accounts/accounts.paths.js'
import { auditPaths } from './audit/audit.paths.js'
import { noticePaths } from './notices/notices.paths.js'
import { enterprisePaths } from './enterprises/enterprises.paths.js'
import { registerPaths } from './registers/registers.paths.js'
import { centrePaths } from './centre/centre.paths.js'
import { applicationPaths } from './applications/applications.paths.js'
import { offerPaths } from './offers/offers.paths.js'
import { reviewPaths } from './review/review.paths.js'
import { syndicatePaths } from './syndicates/syndicates.paths.js'
import { statisticsPaths } from './statistics/statistics.paths.js'
import { escalationPaths } from './escalations/escalations.paths.js'
import { hallPaths } from './hall/hall.paths.js'
import { loanPaths } from './loans/loans.paths.js'
import { publicFigurePaths } from './public-figures/public-figures.paths.js'
import { agreementPaths } from './agreements/agreements.paths.js'
import { projectListPaths } from './project-lists/project-lists.paths.js'
import { reportPaths } from './reports/reports.paths.js'
import { jobPaths } from './jobs/jobs.paths.js'
import { healthPaths } from './web/health.paths.js'

/** Every address of the site, collected from the rooms: a new page adds its own in its room's `*.paths.ts`. */
export const paths = {
  ...cataloguePaths,
  ...matchingPaths,
  ...aboutPaths,
  ...apiPaths,
  ...accountPaths,
  ...auditPaths,
  ...noticePaths,
  ...enterprisePaths,
  ...registerPaths,
  ...centrePaths,
  ...applicationPaths,
  ...offerPaths,
  ...reviewPaths,
  ...syndicatePaths,
  ...statisticsPaths,
  ...escalationPaths,
  ...hallPaths,
  ...loanPaths,
  ...publicFigurePaths,
  ...agreementPaths,
  ...projectListPaths,
  ...reportPaths,
  ...jobPaths,
  ...healthPaths,
} as const
