/** The pages that explain the portal: help, ranking, data sources, privacy, accessibility, and the record check. */
export { aboutRoutes, type AboutDeps } from './routes.js'
