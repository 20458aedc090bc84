import { paths } from '../paths.js'
import { bankRoles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import { showCase } from './pages/case.page.js'
import { postExplanation } from './pages/explanation.page.js'
import { sendQueue, showQueue } from './pages/queue.page.js'
import {
  postCheck,
  postContest,
  postNote,
  postOfficer,
  postProposal,
  postVisitResult,
  sendDocument,
} from './pages/record.page.js'
import { postSettings, showSettings } from './pages/settings.page.js'
import { postStep } from './pages/step.page.js'
import type { ReviewService } from './review.service.js'

/** The pages of a bank: its queue, its settings, and the page of each application with its forms. */
export function reviewRoutes(site: Site, { review }: { readonly review: ReviewService }): void {
  const role = bankRoles
  site
    .get(paths.bank.pattern, { role, audit: 'BANK_QUEUE_OPENED' }, showQueue(review))
    .get(paths.bankExport.pattern, { role, audit: 'BANK_QUEUE_EXPORTED' }, sendQueue(review))
    .get(paths.bankSettings.pattern, { role: 'manager', audit: 'BANK_SETTINGS_OPENED' }, showSettings(review))
    .post(paths.bankSettings.pattern, { role: 'manager', audit: 'BANK_THRESHOLD_CHANGED' }, postSettings(review))
    .get(paths.bankApplication.pattern, { role, audit: 'APPLICATION_REVIEWED' }, showCase(review))
    .post(paths.bankSteps.pattern, { role, audit: 'APPLICATION_STEP_TAKEN' }, postStep(review))
    .post(paths.bankNotes.pattern, { role, audit: 'APPLICATION_NOTE_ADDED' }, postNote(review))
    .post(paths.bankVisit.pattern, { role, audit: 'APPLICATION_VISIT_REPORTED' }, postVisitResult(review))
    .post(paths.bankChecks.pattern, { role, audit: 'APPLICATION_FACT_CHECKED' }, postCheck(review))
    .post(paths.bankOfficer.pattern, { role: 'manager', audit: 'APPLICATION_OFFICER_ASSIGNED' }, postOfficer(review))
    .post(paths.bankProposal.pattern, { role, audit: 'PROPOSAL_SETTLED' }, postProposal(review))
    .post(paths.bankContest.pattern, { role, audit: 'CONTEST_ANSWERED' }, postContest(review))
    .post(paths.bankExplanations.pattern, { role, audit: 'ESCALATION_ANSWERED' }, postExplanation(review))
    .get(paths.bankDocument.pattern, { role, audit: 'APPLICATION_DOCUMENT_DOWNLOADED' }, sendDocument(review))
}
