import type { Site } from '../web/route.js'
import type { FigureDeps } from './filter/figures-context.js'
import { withFigures, type FiguresHandler } from './filter/with-figures.page.js'
import type { PromiseDeps } from './promises/promise-records.js'
import { paths } from '../paths.js'
import { showDefinitions, showOverview, sendFigures } from './overview/overview.page.js'
import { sendFigureList, showFigureList } from './drill-down/figure-list.page.js'
import { showWall } from './overview/wall.page.js'
import type { UnmetDeps } from './unmet-demand/unmet-demand.js'
import { sendUnmet, sendUnmetRows, showUnmet, showUnmetRows } from './unmet-demand/unmet-demand.page.js'
import { sendPromiseRows, sendPromises, showPromiseRows, showPromises } from './promises/promises.page.js'
import {
  sendFairness,
  sendFairnessRows,
  showFairness,
  showFairnessRows,
  type FairnessDeps,
} from './fairness/fairness.page.js'
import { bankRoles } from '../kernel/roles.js'
import { sendBankFigures, sendBankRows, showBankFigures, showBankRows } from './bank-figures/bank-figures.page.js'

const bureau = ['bureau', 'administrator'] as const

export type StatisticsDeps = FigureDeps & PromiseDeps & UnmetDeps

/** All pages of figures. Who may not see a page gets the same answer as for a page that does not exist. */
export function statisticsRoutes(site: Site, deps: StatisticsDeps): void {
  overviewRoutes(site, deps)
  unmetRoutes(site, deps)
  promiseRoutes(site, deps)
  fairnessRoutes(site, deps)
  bankFigureRoutes(site, deps)
}

/** The overview, its lists and exports, the wall and the definitions: for the bureau and the service centre. */
function overviewRoutes(site: Site, deps: FigureDeps): void {
  const get = (path: { pattern: string }, audit: string, handle: FiguresHandler) =>
    site.get(path.pattern, { role: bureau, audit }, withFigures(deps, handle))

  get(paths.bureau, 'OVERVIEW_READ', showOverview)
  get(paths.bureauFigures, 'FIGURES_EXPORTED', sendFigures)
  get(paths.bureauFigure, 'FIGURE_READ', showFigureList)
  get(paths.bureauFigureExport, 'FIGURE_EXPORTED', sendFigureList)
  get(paths.bureauWall, 'WALL_READ', showWall)
  site.get(paths.bureauDefinitions.pattern, { role: bureau, audit: 'DEFINITIONS_READ' }, showDefinitions)
}

/** Unmet demand. */
function unmetRoutes(site: Site, deps: FigureDeps & UnmetDeps): void {
  site
    .get(paths.bureauUnmet.pattern, { role: bureau, audit: 'UNMET_READ' }, withFigures(deps, showUnmet(deps)))
    .get(paths.bureauUnmetExport.pattern, { role: bureau, audit: 'UNMET_EXPORTED' }, withFigures(deps, sendUnmet(deps)))
    .get(paths.bureauUnmetRows.pattern, { role: bureau, audit: 'UNMET_READ' }, withFigures(deps, showUnmetRows(deps)))
    .get(
      paths.bureauUnmetRowsExport.pattern,
      { role: bureau, audit: 'UNMET_EXPORTED' },
      withFigures(deps, sendUnmetRows(deps)),
    )
}

/** The promises of banks. */
function promiseRoutes(site: Site, deps: FigureDeps & PromiseDeps): void {
  site
    .get(paths.bureauPromises.pattern, { role: bureau, audit: 'PROMISES_READ' }, withFigures(deps, showPromises(deps)))
    .get(
      paths.bureauPromisesExport.pattern,
      { role: bureau, audit: 'PROMISES_EXPORTED' },
      withFigures(deps, sendPromises(deps)),
    )
    .get(
      paths.bureauPromiseRows.pattern,
      { role: bureau, audit: 'PROMISES_READ' },
      withFigures(deps, showPromiseRows(deps)),
    )
    .get(
      paths.bureauPromiseRowsExport.pattern,
      { role: bureau, audit: 'PROMISES_EXPORTED' },
      withFigures(deps, sendPromiseRows(deps)),
    )
}

/** How groups of borrowers compare. */
function fairnessRoutes(site: Site, deps: FigureDeps & FairnessDeps): void {
  site
    .get(paths.bureauFairness.pattern, { role: bureau, audit: 'FAIRNESS_READ' }, withFigures(deps, showFairness(deps)))
    .get(
      paths.bureauFairnessExport.pattern,
      { role: bureau, audit: 'FAIRNESS_EXPORTED' },
      withFigures(deps, sendFairness(deps)),
    )
    .get(
      paths.bureauFairnessRows.pattern,
      { role: bureau, audit: 'FAIRNESS_READ' },
      withFigures(deps, showFairnessRows(deps)),
    )
    .get(
      paths.bureauFairnessRowsExport.pattern,
      { role: bureau, audit: 'FAIRNESS_EXPORTED' },
      withFigures(deps, sendFairnessRows(deps)),
    )
}

/** A bank's figures of itself, for its own staff. */
function bankFigureRoutes(site: Site, deps: FigureDeps): void {
  site
    .get(paths.bankFigures.pattern, { role: bankRoles, audit: 'BANK_FIGURES_READ' }, withFigures(deps, showBankFigures))
    .get(
      paths.bankFiguresExport.pattern,
      { role: bankRoles, audit: 'BANK_FIGURES_EXPORTED' },
      withFigures(deps, sendBankFigures),
    )
    .get(paths.bankFigureRows.pattern, { role: bankRoles, audit: 'BANK_FIGURES_READ' }, withFigures(deps, showBankRows))
    .get(
      paths.bankFigureRowsExport.pattern,
      { role: bankRoles, audit: 'BANK_FIGURES_EXPORTED' },
      withFigures(deps, sendBankRows),
    )
}
