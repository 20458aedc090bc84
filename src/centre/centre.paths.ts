import { path } from '../web/path.js'

export const centrePaths = {
  centre: path('/centre'),
  centreEnterprises: path('/centre/enterprises'),
  centreEnterprise: path('/centre/enterprises/:id'),
  centreApproval: path('/centre/enterprises/:id/approval'),
  centreReturn: path('/centre/enterprises/:id/return'),
  centreInstitutions: path('/centre/institutions'),
  centreInstitution: path('/centre/institutions/:id'),
  centreUsers: path('/centre/users'),
  centreUserState: path('/centre/users/:id/state'),
  centreAnnouncements: path('/centre/announcements'),
  centreNewAnnouncement: path('/centre/announcements/new'),
  centreAnnouncement: path('/centre/announcements/:id'),
  centreAnnouncementState: path('/centre/announcements/:id/state'),
  centreSamples: path('/centre/samples'),
  announcements: path('/announcements'),
  announcement: path('/announcements/:id'),
} as const
