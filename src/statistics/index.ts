export { chartSize } from './charts/chart-size.js'
export { monthBars } from './charts/month-bars.js'
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
export type { Folded } from './figures/fold.js'
export { during, until, type Ledger } from './figures/ledger.js'
export type { Measure } from './figures/measure.js'
export { findMeasure } from './figures/measures.js'
export { UNKNOWN_VALUE } from './figures/narrow.js'
export type { LoanRow } from './figures/rows.js'
export { total } from './figures/totals.js'
export { currentLedger, type CurrentLedger } from './ledger/current-ledger.js'
export { NOT_GREEN, inPeriod } from './overview/asked.js'
export { attention } from './overview/attention.js'
export { withFigures, type FigureDeps, type Figures, type FiguresHandler } from './overview/desk.js'
export { cell, growthText, headline, isUntold, shareText, unitOf, type Told } from './overview/figure-text.js'
export type { Names } from './overview/names.js'
export { statisticsRoutes } from './statistics.routes.js'
