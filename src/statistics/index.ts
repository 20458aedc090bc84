/** Mounts the pages of figures, and what other rooms need to build pages of the same kind. */
export { statisticsRoutes } from './statistics.routes.js'
export { withFigures, type FiguresHandler } from './filter/with-figures.page.js'
export type { FigureDeps, FiguresContext } from './filter/figures-context.js'

/** The rows in memory: the composition root opens them once, others read them by day. */
export { liveDatasetOf, type LiveDataset } from './rows/live-dataset.js'
export { rowsDuring, rowsUntil, type Dataset } from './rows/dataset.js'
export type { LoanRow } from './rows/row-types.js'
export {
  dateOf,
  dayOf,
  lastOfMonth,
  monthsBetween,
  sinceNewYear,
  yearBefore,
  type Day,
  type Period,
} from './rows/day.js'

/** Figures: one definition each, their totals, parts and attribution. */
export { measureOf } from './figures/measures.js'
export type { Measure } from './figures/measure.js'
export type { Aggregate } from './figures/aggregate.js'
export { total } from './figures/totals.js'
export { breakdown, byMonth, type Dimension } from './figures/breakdown.js'
export { balancesAt, benefitShares } from './figures/benefit-share.js'

/** Words, addresses and charts of figures. */
export { figureText, growthText, headlineText, isAllUnknown, shareText, unitOf } from './figures/figure-text.js'
export type { FigureValue } from './figures/figure-text.js'
export type { DimensionNames } from './filter/dimension-names.js'
export { UNKNOWN_VALUE } from './figures/filter.js'
export { NOT_GREEN, periodParams } from './filter/figure-filter.js'
export { attentionItems } from './overview/overview.views.js'
export { chartScale, monthBars } from './overview/charts.js'
