/** The service centre: approvals, institutions, users, announcements, samples. */
export type { Announcement } from './announcement.js'
export { centreRoutes } from './centre.routes.js'
export { centreService, type CentreService } from './centre.service.js'
export type { CentrePageContext, Samples } from './pages/page-frame.js'
