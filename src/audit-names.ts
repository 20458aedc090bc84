import { accountAuditEvents } from './accounts/accounts.audit-events.js'
import { agreementAuditEvents } from './agreements/agreements.audit-events.js'
import { applicationAuditEvents } from './applications/applications.audit-events.js'
import { centreAuditEvents } from './centre/centre.audit-events.js'
import { demoAuditEvents } from './demo/demo.audit-events.js'
import { enterpriseAuditEvents } from './enterprises/enterprises.audit-events.js'
import { escalationAuditEvents } from './escalations/escalations.audit-events.js'
import { hallAuditEvents } from './hall/hall.audit-events.js'
import { loanAuditEvents } from './loans/loans.audit-events.js'
import { offerAuditEvents } from './offers/offers.audit-events.js'
import { projectListAuditEvents } from './project-lists/project-lists.audit-events.js'
import { publicFigureAuditEvents } from './public-figures/public-figures.audit-events.js'
import { registerAuditEvents } from './registers/registers.audit-events.js'
import { reportAuditEvents } from './reports/reports.audit-events.js'
import { reviewAuditEvents } from './review/review.audit-events.js'
import { syndicateAuditEvents } from './syndicates/syndicates.audit-events.js'
import { joinAuditNames } from './kernel/audit-names.js'

const { events, subjects } = joinAuditNames([
  accountAuditEvents,
  agreementAuditEvents,
  applicationAuditEvents,
  centreAuditEvents,
  demoAuditEvents,
  enterpriseAuditEvents,
  escalationAuditEvents,
  hallAuditEvents,
  loanAuditEvents,
  offerAuditEvents,
  projectListAuditEvents,
  publicFigureAuditEvents,
  registerAuditEvents,
  reportAuditEvents,
  reviewAuditEvents,
  syndicateAuditEvents,
])

/** What pages call an audit event, collected from the rooms; one that no room names is shown by its code. */
export const eventName = (code: string): string => events[code] ?? code

/** What pages call the subject of an audit event. */
export const subjectName = (kind: string): string => subjects[kind] ?? kind
export const subjectKinds: readonly string[] = Object.keys(subjects).sort()
