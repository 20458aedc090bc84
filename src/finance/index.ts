/** What a loan costs and when it is repaid: pure arithmetic in whole fen, no clock, no storage. */
export { costExample, type CostExample, type CostQuery } from './cost-example.js'
export { annualisedCompoundPct, annualisedSimplePct, internalRate } from './irr.js'
export { interestForDays, REPAYMENT_METHODS, type Loan, type RepaymentMethod } from './loan.js'
export { scheduleOf, type Schedule } from './schedule.js'
export {
  FEE_KINDS,
  FEE_NAMES,
  type DayCountName,
  type Fee,
  type FeeAmount,
  type FeeKind,
  type OfferedMethod,
  type PledgedPart,
  type Terms,
} from './terms.js'
