import { enterpriseErrorPages } from './enterprises/enterprises.error-pages.js'
import { agreementErrorPages } from './agreements/agreements.error-pages.js'
import { applicationErrorPages } from './applications/applications.error-pages.js'
import { centreErrorPages } from './centre/centre.error-pages.js'
import { escalationErrorPages } from './escalations/escalations.error-pages.js'
import { hallErrorPages } from './hall/hall.error-pages.js'
import { loanErrorPages } from './loans/loans.error-pages.js'
import { offerErrorPages } from './offers/offers.error-pages.js'
import { projectListErrorPages } from './project-lists/project-lists.error-pages.js'
import { publicFigureErrorPages } from './public-figures/public-figures.error-pages.js'
import { registerErrorPages } from './registers/registers.error-pages.js'
import { spreadsheetErrorPages } from './spreadsheets/spreadsheets.error-pages.js'
import { syndicateErrorPages } from './syndicates/syndicates.error-pages.js'
import { reviewErrorPages } from './review/review.error-pages.js'
import { pageErrorFor, type ErrorPages, type PageError } from './web/errors.js'

/** How the rooms word the refusals of their rules, collected from their `*.error-pages.ts`. */
export const errorPages: ErrorPages = {
  ...agreementErrorPages,
  ...applicationErrorPages,
  ...centreErrorPages,
  ...escalationErrorPages,
  ...hallErrorPages,
  ...loanErrorPages,
  ...offerErrorPages,
  ...enterpriseErrorPages,
  ...projectListErrorPages,
  ...publicFigureErrorPages,
  ...registerErrorPages,
  ...spreadsheetErrorPages,
  ...syndicateErrorPages,
  ...reviewErrorPages,
}

/** The page of a refusal, for a page that shows it inside a form; null for an error that is no refusal. */
export const pageErrorOf = (error: unknown): PageError | null => pageErrorFor(error, errorPages)
