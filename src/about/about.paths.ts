import { path } from '../web/path.js'

export const aboutPaths = {
  verify: path('/verify'),
  help: path('/help'),
  about: path('/about'),
  ranking: path('/about/ranking'),
  data: path('/about/data'),
  privacy: path('/about/privacy'),
  accessibility: path('/about/accessibility'),
} as const
