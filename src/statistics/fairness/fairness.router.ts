import { paths } from '../../paths.js'
import type { Site } from '../../web/route.js'
import { withFigures, type FigureDeps } from '../filter/figures-context.js'
import { sendFairness, sendFairnessRows, showFairness, showFairnessRows, type FairnessDeps } from './fairness.page.js'

/** Whether groups fare alike: for the bureau and the centre; nobody else learns that it is there. */
export function fairnessRoutes(site: Site, deps: FigureDeps & FairnessDeps): void {
  const role = ['bureau', 'administrator'] as const
  site
    .get(paths.bureauFairness.pattern, { role, audit: 'FAIRNESS_READ' }, withFigures(deps, showFairness(deps)))
    .get(paths.bureauFairnessExport.pattern, { role, audit: 'FAIRNESS_EXPORTED' }, withFigures(deps, sendFairness(deps))) // prettier-ignore
    .get(paths.bureauFairnessRows.pattern, { role, audit: 'FAIRNESS_READ' }, withFigures(deps, showFairnessRows(deps)))
    .get(paths.bureauFairnessRowsExport.pattern, { role, audit: 'FAIRNESS_EXPORTED' }, withFigures(deps, sendFairnessRows(deps))) // prettier-ignore
}
