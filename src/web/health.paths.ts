import { path } from './path.js'

export const healthPaths = {
  live: path('/healthz'),
  ready: path('/readyz'),
} as const
