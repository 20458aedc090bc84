export { chartScale } from './charts/chart-size.js'
export { monthBars } from './overview/charts.js'
export { balancesAt, benefitShares } from './figures/benefit-share.js'
export { breakdown, byMonth, type Dimension } from './figures/breakdown.js'
export {
  dateOf,
  dayOf,
  lastOfMonth,
  monthsBetween,
  sinceNewYear,
  yearBefore,
  type Day,
  type Period,
} from './figures/day.js'
export type { Aggregate } from './figures/aggregate.js'
export { rowsDuring, rowsUntil, type Dataset } from './rows/dataset.js'
export type { Measure } from './figures/measure.js'
export { findMeasure } from './figures/measures.js'
export { UNKNOWN_VALUE } from './figures/filter.js'
export type { LoanRow } from './rows/row-types.js'
export { total } from './figures/totals.js'
export { liveDatasetOf, type LiveDataset } from './rows/live-dataset.js'
export { NOT_GREEN, periodParams } from './filter/figure-filter.js'
export { attentionItems } from './overview/attention.js'
export { withFigures, type FigureDeps, type FiguresContext, type FiguresHandler } from './filter/figures-context.js'
export {
  figureText,
  growthText,
  headlineText,
  isAllUnknown,
  shareText,
  unitOf,
  type FigureValue,
} from './figures/figure-text.js'
export type { DimensionNames } from './filter/dimension-names.js'
export { statisticsRoutes } from './statistics.routes.js'
