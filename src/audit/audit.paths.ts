import { path } from '../web/path.js'

export const auditPaths = {
  audit: path('/audit'),
  auditExport: path('/audit.csv'),
} as const
