import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { ReportedService } from '../public-figures/index.js'
import type { Reference } from '../reference/index.js'
import type { Site } from '../web/route.js'
import type { FigureDeps } from './filter/figures-context.js'
import { bankFigureRoutes } from './bank-figures/bank-figures.router.js'
import { fairnessRoutes } from './fairness/fairness.router.js'
import type { LiveDataset } from './rows/live-dataset.js'
import { overviewRoutes } from './overview/overview.router.js'
import type { PromiseDeps } from './promises/promise-records.js'
import { promiseRoutes } from './promises/promises.router.js'
import { unmetRoutes } from './unmet-demand/unmet.router.js'

export type StatisticsDeps = FigureDeps &
  PromiseDeps & {
    readonly liveDataset: LiveDataset
    readonly reported: ReportedService
    readonly enterprises: Pick<EnterprisesService, 'get' | 'openNeeds'>
    readonly reference: Reference
    readonly catalogue: CurrentCatalogue
    readonly now: () => Date
  }

/** The bureau's figures, what they are made of, and each bank's own. */
export function statisticsRoutes(site: Site, deps: StatisticsDeps): void {
  overviewRoutes(site, deps)
  unmetRoutes(site, deps)
  promiseRoutes(site, deps)
  fairnessRoutes(site, deps)
  bankFigureRoutes(site, deps)
}
