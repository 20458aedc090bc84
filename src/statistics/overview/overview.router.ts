import { paths } from '../../paths.js'
import type { Site } from '../../web/route.js'
import { showDefinitions } from './definitions.page.js'
import { withFigures, type FigureDeps, type FiguresHandler } from '../filter/figures-context.js'
import { sendFigures } from './figures-export.js'
import { sendFigureList, showFigureList } from '../drill-down/figure-list.page.js'
import { showOverview } from './overview.page.js'
import { showWall } from './wall.page.js'

/** The figures of the bureau. The service centre reads them too; nobody else learns that they are there. */
export function overviewRoutes(site: Site, deps: FigureDeps): void {
  const role = ['bureau', 'administrator'] as const
  const get = (path: { pattern: string }, audit: string, handle: FiguresHandler) =>
    site.get(path.pattern, { role, audit }, withFigures(deps, handle))

  get(paths.bureau, 'OVERVIEW_READ', showOverview)
  get(paths.bureauFigures, 'FIGURES_EXPORTED', sendFigures)
  get(paths.bureauFigure, 'FIGURE_READ', showFigureList)
  get(paths.bureauFigureExport, 'FIGURE_EXPORTED', sendFigureList)
  get(paths.bureauWall, 'WALL_READ', showWall)
  site.get(paths.bureauDefinitions.pattern, { role, audit: 'DEFINITIONS_READ' }, showDefinitions)
}
