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
  LoanPayments,
  LoanRef,
  LoanState,
  PlanItem,
  Quality,
  QualityStep,
  Repayment,
} from './rules/loan.js'
export { attributedShare } from './rules/environmental-benefit.js'
export { loanOnDay, type LoanOnDay, type UnpaidAmounts } from './rules/loan-on-day.js'
export {
  loansService,
  type LoanFile,
  type LoansServiceDeps,
  type LoansService,
  type LoanTotals,
} from './loans.service.js'
export type { LoanFilter, LoanSums } from './data/loan.store.js'
export { loansRoutes } from './loans.routes.js'
