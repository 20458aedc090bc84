import { enterpriseRoles, roles } from '../kernel/roles.js'
import { paths } from '../paths.js'
import { currentUser } from '../web/current-user.js'
import { idParam } from '../web/request-params.js'
import type { Site } from '../web/route.js'
import { uploadReader } from '../web/uploads/read-upload.js'
import { answer, askedFor } from './pages/answer.page.js'
import { addDocument, showApplication } from './pages/application.page.js'
import { withApplyContext, type ApplyHandler, type ApplyServices } from './pages/apply-page.js'
import { editChoice, newApplication, saveChoice, startDraft } from './pages/choice.page.js'
import { askContest, contest } from './pages/contest.page.js'
import { discardDraft, saveDraft, showDraft } from './pages/draft.page.js'
import { listApplications } from './pages/list.page.js'
import { askWithdrawal, withdraw } from './pages/withdrawal.page.js'
import { scopeOf } from './rules/mover.js'

/** The address of an application in notices, and the enterprise's pages. No address of these names an enterprise. */
export function applicationsRoutes(site: Site, services: ApplyServices): void {
  noticeRoute(site, services)
  const at = (handle: ApplyHandler) => withApplyContext(services, handle)
  const get = (path: { pattern: string }, audit: string, handle: ApplyHandler) =>
    site.get(path.pattern, { role: enterpriseRoles, audit }, at(handle))
  const post = (path: { pattern: string }, audit: string, handle: ApplyHandler) =>
    site.post(path.pattern, { role: enterpriseRoles, audit }, at(handle))

  get(paths.enterpriseApplications, 'APPLICATIONS_LISTED', listApplications)
  // Before the address of one application, which would read “new” as an id.
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

/** The address in notices: it leads each side to its own page of the application. */
function noticeRoute(site: Site, { applications }: Pick<ApplyServices, 'applications'>): void {
  const pages = {
    enterprise: paths.enterpriseApplication,
    bank: paths.bankApplication,
    bureau: paths.bureauApplication,
    centre: paths.bureauApplication,
  }
  site.get(paths.application.pattern, { role: roles, audit: 'APPLICATION_OPENED' }, async (req, res) => {
    const user = currentUser(req)
    const { id } = await applications.get(scopeOf(user), idParam(req))
    res.redirect(303, pages[user.organisation.kind]({ id }))
  })
}
