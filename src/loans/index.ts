/** Loans: the contract, what was drawn and paid back, what is due, and what the project saved. */
export {
  GUARANTEES,
  isBad,
  LOAN_STATE_NAMES,
  LOAN_STATES,
  qualityOf,
  QUALITIES,
  type AttributedShare,
  type Benefit,
  type Contract,
  type Drawdown,
  type DrawdownState,
  type DrawingCondition,
  type Due,
  type Guarantee,
  type Loan,
  type LoanRef,
  type LoanState,
  type PlanItem,
  type Quality,
  type QualityStep,
  type Repayment,
} from './loan.js'
export { attributed, attributedShare } from './attributed-share.js'
export { isBenefitExpected } from './loan-reminders.js'
export { loansService, type LoanFile, type LoansParts, type LoansService, type Totals } from './loans-service.js'
export type { LoanFilter, LoanSums } from './loan.store.js'
export { openInterest, openOf, openPrincipal, overdueOn, type Overdue } from './overdue.js'
export { loansRoutes } from './loans.router.js'
