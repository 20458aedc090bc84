import { paths } from '../paths.js'
import { enterpriseRoles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import { uploadReader } from '../web/uploads/read-upload.js'
import { showApplication } from './pages/application.page.js'
import { atApplyDesk, type ApplyHandler, type ApplyServices } from './pages/apply-frame.js'
import { answer, askedFor } from './pages/answer.page.js'
import { editChoice, newApplication, saveChoice, startDraft } from './pages/choice.page.js'
import { askContest, contest } from './pages/contest.page.js'
import { addDocument } from './pages/documents.page.js'
import { discardDraft, saveDraft, showDraft } from './pages/draft.page.js'
import { listApplications } from './pages/list.page.js'
import { askWithdrawal, withdraw } from './pages/withdrawal.page.js'

/** The enterprise's side of applications. Whose they are follows from who is signed in; no address names an enterprise. */
export function applyRoutes(site: Site, services: ApplyServices): void {
  const at = (handle: ApplyHandler) => atApplyDesk(services, handle)
  const get = (path: { pattern: string }, audit: string, handle: ApplyHandler) =>
    site.get(path.pattern, { role: enterpriseRoles, audit }, at(handle))
  const post = (path: { pattern: string }, audit: string, handle: ApplyHandler) =>
    site.post(path.pattern, { role: enterpriseRoles, audit }, at(handle))

  get(paths.enterpriseApplications, 'APPLICATIONS_LISTED', listApplications)
  // Before the address of one application, which would take “new” for an id.
  get(paths.enterpriseNewApplication, 'APPLICATION_FORM_OPENED', newApplication)
  post(paths.enterpriseDrafts, 'APPLICATION_DRAFT_SAVED', startDraft)
  get(paths.enterpriseDraft, 'APPLICATION_FORM_OPENED', showDraft)
  post(paths.enterpriseDraft, 'REQUEST_SUBMITTED', saveDraft)
  get(paths.enterpriseDraftChoice, 'APPLICATION_FORM_OPENED', editChoice)
  post(paths.enterpriseDraftChoice, 'APPLICATION_DRAFT_SAVED', saveChoice)
  post(paths.enterpriseDraftRemoval, 'APPLICATION_DRAFT_DISCARDED', discardDraft)

  get(paths.enterpriseApplication, 'APPLICATION_VIEWED', showApplication)
  const upload = { role: enterpriseRoles, audit: 'APPLICATION_DOCUMENT_ATTACHED', before: [uploadReader()] }
  site.post(paths.enterpriseApplicationDocuments.pattern, upload, at(addDocument))
  get(paths.enterpriseApplicationAnswer, 'APPLICATION_ANSWER_OPENED', askedFor)
  post(paths.enterpriseApplicationAnswer, 'APPLICATION_ANSWER', answer)
  get(paths.enterpriseApplicationWithdrawal, 'APPLICATION_WITHDRAWAL_OPENED', askWithdrawal)
  post(paths.enterpriseApplicationWithdrawal, 'APPLICATION_WITHDRAW', withdraw)
  get(paths.enterpriseApplicationContest, 'APPLICATION_CONTEST_OPENED', askContest)
  post(paths.enterpriseApplicationContest, 'APPLICATION_CONTESTED', contest)
}
