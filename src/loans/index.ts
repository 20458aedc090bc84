/** Loans: the contract, what was drawn and paid back, what is due, and what the project saved. */
export type {
  AttributedShare,
  Benefit,
  Contract,
  CountedLoan,
  Drawdown,
  DrawdownState,
  DrawingCondition,
  Due,
  Guarantee,
  Loan,
  LoanRef,
  LoanState,
  PlanItem,
  Quality,
  QualityStep,
  Repayment,
} from './loan.js'
export { attributedShare } from './attributed-share.js'
export { loanOnDay, type LoanOnDay, type Moved, type Open } from './loan-on-day.js'
export { loansService, type LoanFile, type LoansParts, type LoansService, type Totals } from './loans-service.js'
export type { LoanFilter, LoanSums } from './loan.store.js'
export { loansRoutes } from './loans.router.js'
