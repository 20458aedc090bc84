export { reportRoutes, type ReportDeps } from './reports.routes.js'
