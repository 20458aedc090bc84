import { aboutRoutes } from './about/index.js'
import { apiRoutes } from './api/index.js'
import { catalogueRoutes } from './catalogue/index.js'
import type { Deps } from './deps.js'
import { matchingRoutes } from './matching/index.js'
import { healthRoutes } from './web/health.js'
import { Site } from './web/route.js'

/** The site map: what machines call (no cookie, no form token), and what people open. */
export function site(deps: Deps): { readonly machines: Site; readonly pages: Site } {
  const machines = new Site()
  healthRoutes(machines, deps.db.connection)
  apiRoutes(machines, deps)

  const pages = new Site()
  catalogueRoutes(pages, deps)
  aboutRoutes(pages, deps)
  matchingRoutes(pages, deps)
  return { machines, pages }
}
