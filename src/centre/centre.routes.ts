import { paths } from '../paths.js'
import type { Handler, Site } from '../web/route.js'
import type { CentrePageContext } from './pages/page-frame.js'
import {
  draftAnnouncement,
  editAnnouncement,
  listAnnouncements,
  moveAnnouncement,
  newAnnouncement,
  saveAnnouncement,
  showAnnouncement,
  showAnnouncements,
} from './pages/announcements.page.js'
import { approveEnterprise, listEnterprises, returnEnterprise, showEnterprise } from './pages/enterprises.page.js'
import { showCentre, switchSamples } from './pages/home.page.js'
import { editInstitution, listInstitutions, noteInstitution } from './pages/institutions.page.js'
import { listUsers, setUserState } from './pages/users.page.js'

/** The pages of the service centre, and its announcements for everybody. */
export function centreRoutes(site: Site, deps: CentrePageContext): void {
  const get = (path: { pattern: string }, audit: string, handler: Handler) =>
    site.get(path.pattern, { role: 'administrator', audit }, handler)
  const post = (path: { pattern: string }, audit: string, handler: Handler) =>
    site.post(path.pattern, { role: 'administrator', audit }, handler)

  get(paths.centre, 'CENTRE_READ', showCentre(deps))
  post(paths.centreSamples, 'SAMPLES_SWITCHED', switchSamples(deps))

  get(paths.centreEnterprises, 'ENTERPRISES_LISTED', listEnterprises(deps))
  get(paths.centreEnterprise, 'ENTERPRISE_READ', showEnterprise(deps))
  post(paths.centreApproval, 'ENTERPRISE_APPROVED', approveEnterprise(deps))
  post(paths.centreReturn, 'ENTERPRISE_RETURNED', returnEnterprise(deps))

  get(paths.centreInstitutions, 'INSTITUTIONS_LISTED', listInstitutions(deps))
  get(paths.centreInstitution, 'INSTITUTION_READ', editInstitution(deps))
  post(paths.centreInstitution, 'INSTITUTION_NOTED', noteInstitution(deps))

  get(paths.centreUsers, 'USERS_LISTED', listUsers(deps))
  post(paths.centreUserState, 'USER_STATE_CHANGED', setUserState(deps))

  get(paths.centreAnnouncements, 'ANNOUNCEMENTS_LISTED', listAnnouncements(deps))
  post(paths.centreAnnouncements, 'ANNOUNCEMENT_DRAFTED', draftAnnouncement(deps))
  get(paths.centreNewAnnouncement, 'ANNOUNCEMENT_FORM_OPENED', newAnnouncement)
  get(paths.centreAnnouncement, 'ANNOUNCEMENT_FORM_OPENED', editAnnouncement(deps))
  post(paths.centreAnnouncement, 'ANNOUNCEMENT_EDITED', saveAnnouncement(deps))
  post(paths.centreAnnouncementState, 'ANNOUNCEMENT_MOVED', moveAnnouncement(deps))

  site
    .get(paths.announcements.pattern, { role: 'visitor', audit: 'ANNOUNCEMENTS_READ' }, showAnnouncements(deps))
    .get(paths.announcement.pattern, { role: 'visitor', audit: 'ANNOUNCEMENT_READ' }, showAnnouncement(deps))
}
