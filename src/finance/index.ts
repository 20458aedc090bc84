/** What a loan costs and when it is repaid: pure arithmetic in whole fen, no clock, no storage. */
export { DAY_COUNT_NAMES, type AnnualCost } from './annual-cost.js'
export { costExample, type CostExample, type CostQuery } from './cost-example.js'
export type { CostLine } from './cost-lines.js'
export { allInCost, costSheet, type CostSheet } from './cost-sheet.js'
export type { DatedLoan, DatedPart, Drawdown } from './dated-loan.js'
export { datedSchedule, type DatedInstalment, type DatedSchedule } from './dated-schedule.js'
export { yearsBetween } from './due-days.js'
export { annualisedCompoundPct, annualisedSimplePct, internalRate } from './irr.js'
export {
  interestForDays,
  OFFERED_METHODS,
  REPAYMENT_METHODS,
  type Loan,
  type OfferedMethod,
  type PlannedLoan,
  type PlannedPart,
  type RepaymentMethod,
} from './loan.js'
export { planFault, planFor } from './plan.js'
export { scheduleOf, type Instalment, type Schedule } from './schedule.js'
export { splitByShare } from './split.js'
export {
  FEE_KINDS,
  FEE_NAMES,
  type DayCountName,
  type Fee,
  type FeeAmount,
  type FeeKind,
  type PledgedPart,
  type Terms,
} from './terms.js'
