export { reportRoutes, type ReportDeps } from './reports.router.js'
