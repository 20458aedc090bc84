import { path } from '../web/path.js'

export const loanPaths = {
  bankContract: path('/bank/applications/:id/contract'),
  bankLoans: path('/bank/loans'),
  bankLoansExport: path('/bank/loans.xlsx'),
  bankLoan: path('/bank/loans/:id'),
  bankLoanDrawdowns: path('/bank/loans/:id/drawdowns'),
  bankLoanDrawdownCorrection: path('/bank/loans/:id/drawdowns/:record/correction'),
  bankLoanDrawdownCancellation: path('/bank/loans/:id/drawdowns/:record/cancellation'),
  bankLoanDrawingEnd: path('/bank/loans/:id/drawing-end'),
  bankLoanRepayments: path('/bank/loans/:id/repayments'),
  bankLoanRepaymentCorrection: path('/bank/loans/:id/repayments/:record/correction'),
  bankLoanQuality: path('/bank/loans/:id/quality'),
  bankLoanClosure: path('/bank/loans/:id/closure'),
  bankLoanContractCancellation: path('/bank/loans/:id/cancellation'),
  bankLoanBenefit: path('/bank/loans/:id/benefits/:year'),
  enterpriseLoans: path('/enterprise/loans'),
  enterpriseLoan: path('/enterprise/loans/:id'),
  enterpriseLoanBenefits: path('/enterprise/loans/:id/benefits'),
} as const
