/** The interface for programs: matching without a browser. */
export { apiRoutes } from './api.routes.js'
