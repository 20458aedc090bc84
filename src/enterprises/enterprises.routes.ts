import { paths } from '../paths.js'
import { enterpriseRoles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import { uploadReader } from '../web/uploads/read-upload.js'
import {
  closeEnterprise,
  giveConsent,
  revokeConsent,
  sendExport,
  showConsents,
  showData,
} from './pages/consent.page.js'
import { type EnterpriseHandler, type EnterprisePageDeps, withOwnEnterprise } from './pages/enterprise-page.js'
import { addEvidence, removeEvidence, sendEvidence, showEvidence } from './pages/evidence.page.js'
import { resubmit, showHome } from './pages/home.page.js'
import {
  addNeed,
  editNeed,
  matchNeed,
  newNeed,
  saveNeed,
  sendRecord,
  setNeedStatus,
  showNeed,
  showNeeds,
} from './pages/need.page.js'
import { adoptFinding, editSection, saveSection, showProfile } from './pages/profile.page.js'
import { editYear, saveYear, showFigures } from './pages/year.page.js'

/** The desk of an enterprise. Whose desk it is follows from who is signed in; no address names an enterprise. */
export function enterpriseRoutes(site: Site, services: EnterprisePageDeps): void {
  const desk = (handle: EnterpriseHandler) => withOwnEnterprise(services, handle)
  const get = (path: { pattern: string }, audit: string, handle: EnterpriseHandler) =>
    site.get(path.pattern, { role: enterpriseRoles, audit }, desk(handle))
  const post = (path: { pattern: string }, audit: string, handle: EnterpriseHandler) =>
    site.post(path.pattern, { role: enterpriseRoles, audit }, desk(handle))

  get(paths.enterprise, 'ENTERPRISE_DESK_VIEWED', showHome)
  site.post(paths.enterpriseResubmission.pattern, { role: 'owner', audit: 'ENTERPRISE_RESUBMITTED' }, desk(resubmit))

  get(paths.enterpriseProfile, 'ENTERPRISE_PROFILE_VIEWED', showProfile)
  get(paths.enterpriseSection, 'ENTERPRISE_SECTION_OPENED', editSection)
  post(paths.enterpriseSection, 'ENTERPRISE_FACTS_DECLARED', saveSection)
  post(paths.enterpriseFindings, 'ENTERPRISE_FINDING_ADOPTED', adoptFinding)

  get(paths.enterpriseFigures, 'ENTERPRISE_FIGURES_VIEWED', showFigures)
  get(paths.enterpriseYear, 'ENTERPRISE_YEAR_OPENED', editYear)
  post(paths.enterpriseYear, 'ENTERPRISE_FIGURES_SAVED', saveYear)

  get(paths.enterpriseEvidence, 'EVIDENCE_LISTED', showEvidence)
  const upload = { role: enterpriseRoles, audit: 'EVIDENCE_UPLOADED', before: [uploadReader()] }
  site.post(paths.enterpriseEvidence.pattern, upload, desk(addEvidence))
  get(paths.enterpriseFile, 'EVIDENCE_DOWNLOADED', sendEvidence)
  post(paths.enterpriseFileRemoval, 'EVIDENCE_REMOVED', removeEvidence)

  get(paths.enterpriseNeeds, 'NEEDS_LISTED', showNeeds)
  post(paths.enterpriseNeeds, 'NEED_ADDED', addNeed)
  get(paths.enterpriseNewNeed, 'NEED_FORM_OPENED', newNeed)
  get(paths.enterpriseNeed, 'NEED_VIEWED', showNeed)
  get(paths.enterpriseNeedTerms, 'NEED_FORM_OPENED', editNeed)
  post(paths.enterpriseNeedTerms, 'NEED_CHANGED', saveNeed)
  post(paths.enterpriseNeedStatus, 'NEED_STATUS_CHANGED', setNeedStatus)
  post(paths.enterpriseNeedMatch, 'NEED_MATCHED', matchNeed)
  get(paths.enterpriseNeedRecord, 'NEED_RECORD_DOWNLOADED', sendRecord)

  get(paths.enterpriseConsents, 'CONSENTS_VIEWED', showConsents)
  post(paths.enterpriseConsents, 'CONSENT_GIVEN', giveConsent)
  post(paths.enterpriseConsentRevocation, 'CONSENT_REVOKED', revokeConsent)

  get(paths.enterpriseData, 'ENTERPRISE_DATA_VIEWED', showData)
  get(paths.enterpriseExport, 'ENTERPRISE_DATA_EXPORTED', sendExport)
  site.post(paths.enterpriseClosure.pattern, { role: 'owner', audit: 'ENTERPRISE_CLOSED' }, desk(closeEnterprise))
}
