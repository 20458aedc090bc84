import { path } from '../web/path.js'

export const apiPaths = {
  apiMatch: path('/api/v1/match'),
} as const
