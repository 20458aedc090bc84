import { path } from '../web/path.js'

export const jobPaths = {
  centreJobs: path('/centre/jobs'),
} as const
