/** The pages that explain the portal: help, ranking, data sources, privacy, accessibility, record verification. */
export { aboutRoutes } from './about.routes.js'
