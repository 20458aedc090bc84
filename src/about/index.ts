/** The pages that explain the portal: help, ranking, data sources, privacy, accessibility, and the record check. */
export { aboutRoutes } from './about.routes.js'
