import { paths } from '../../paths.js'
import type { Site } from '../../web/route.js'
import { withFigures, type FigureDeps } from '../filter/figures-context.js'
import type { PromiseDeps } from './promise-records.js'
import { sendPromiseRows, sendPromises, showPromiseRows, showPromises } from './promises.page.js'

/** What banks promised and kept: for the bureau and the centre; nobody else learns that it is there. */
export function promiseRoutes(site: Site, deps: FigureDeps & PromiseDeps): void {
  const role = ['bureau', 'administrator'] as const
  site
    .get(paths.bureauPromises.pattern, { role, audit: 'PROMISES_READ' }, withFigures(deps, showPromises(deps)))
    .get(
      paths.bureauPromisesExport.pattern,
      { role, audit: 'PROMISES_EXPORTED' },
      withFigures(deps, sendPromises(deps)),
    ) // prettier-ignore
    .get(paths.bureauPromiseRows.pattern, { role, audit: 'PROMISES_READ' }, withFigures(deps, showPromiseRows(deps)))
    .get(
      paths.bureauPromiseRowsExport.pattern,
      { role, audit: 'PROMISES_EXPORTED' },
      withFigures(deps, sendPromiseRows(deps)),
    ) // prettier-ignore
}
