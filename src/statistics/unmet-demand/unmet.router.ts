import { paths } from '../../paths.js'
import type { Site } from '../../web/route.js'
import { withFigures, type FigureDeps } from '../filter/figures-context.js'
import type { UnmetDeps } from './unmet-demand.js'
import { sendUnmet, sendUnmetRows, showUnmet, showUnmetRows } from './unmet-demand.page.js'

/** Demand that nobody meets: for the bureau and the centre; nobody else learns that it is there. */
export function unmetRoutes(site: Site, deps: FigureDeps & UnmetDeps): void {
  const role = ['bureau', 'administrator'] as const
  site
    .get(paths.bureauUnmet.pattern, { role, audit: 'UNMET_READ' }, withFigures(deps, showUnmet(deps)))
    .get(paths.bureauUnmetExport.pattern, { role, audit: 'UNMET_EXPORTED' }, withFigures(deps, sendUnmet(deps)))
    .get(paths.bureauUnmetRows.pattern, { role, audit: 'UNMET_READ' }, withFigures(deps, showUnmetRows(deps)))
    .get(paths.bureauUnmetRowsExport.pattern, { role, audit: 'UNMET_EXPORTED' }, withFigures(deps, sendUnmetRows(deps)))
}
