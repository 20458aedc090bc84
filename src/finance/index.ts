/** What a loan costs and when it is repaid: pure arithmetic in whole fen, no clock, no storage. */
export { DAY_COUNT_NAMES, type AnnualCost } from './annual-cost.js'
export { costExample, type CostExample, type CostQuery } from './cost-example.js'
export type { CostLine } from './cost-sheet.js'
export { effectiveRate, costSheet, type CostSheet } from './cost-sheet.js'
export type { DatedLoan, DatedPart, DatedDrawdown } from './dated-loan.js'
export { datedSchedule, type DatedInstalment, type DatedSchedule } from './dated-schedule.js'
export { yearFraction } from './dated-loan.js'
export { annualisedCompoundPct, annualisedSimplePct, internalRate } from './internal-rate.js'
export {
  interestForDays,
  OFFERED_METHODS,
  REPAYMENT_METHODS,
  type MonthlyLoan,
  type OfferedMethod,
  type PlannedMonthlyLoan,
  type PlannedPart,
  type RepaymentMethod,
} from './monthly-loan.js'
export { planFault, scalePlan } from './monthly-loan.js'
export { monthlySchedule, type MonthlyInstalment, type MonthlySchedule } from './monthly-schedule.js'
export { splitByShare } from './split-by-share.js'
export {
  FEE_KINDS,
  FEE_NAMES,
  type DayCountName,
  type Fee,
  type FeeAmount,
  type FeeKind,
  type PledgedPart,
  type OfferTerms,
} from './offer-terms.js'
