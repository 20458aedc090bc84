import type { ApplicationsService } from '../applications/index.js'
import { paths } from '../paths.js'
import { bankRoles as bank, enterpriseRoles as own } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import type { LoansService } from './loans.service.js'
import {
  cancelContract,
  cancelDrawdown,
  changeQuality,
  closeLoan,
  endDrawing,
  makeDrawdown,
  recordRepayment,
  showLoan,
  verifyBenefit,
} from './pages/bank-loan.page.js'
import { showContract, signContract } from './pages/contract.page.js'
import { correct, showCorrection } from './pages/correction.page.js'
import { exportBankLoans, showBankLoans, showEnterpriseLoans } from './pages/loan-list.page.js'
import { reportBenefit, showEnterpriseLoan } from './pages/enterprise-loan.page.js'

export type LoanRouteDeps = {
  readonly loans: LoansService
  readonly applications: Pick<ApplicationsService, 'get' | 'movesOf'>
}

/** Loans: the bank keeps them, the enterprise sees them and reports what they saved. */
export function loansRoutes(site: Site, deps: LoanRouteDeps): void {
  const { loans } = deps
  site.get(paths.bankContract.pattern, { role: bank, audit: 'CONTRACT_OPENED' }, showContract(deps))
  site.post(paths.bankContract.pattern, { role: bank, audit: 'APPLICATION_SIGN' }, signContract(deps))
  site.get(paths.bankLoans.pattern, { role: bank, audit: 'LOANS_READ' }, showBankLoans(loans))
  site.get(paths.bankLoansExport.pattern, { role: bank, audit: 'LOANS_EXPORTED' }, exportBankLoans(loans))
  site.get(paths.bankLoan.pattern, { role: bank, audit: 'LOAN_OPENED' }, showLoan(loans))
  site.post(paths.bankLoanDrawdowns.pattern, { role: bank, audit: 'APPLICATION_DRAW' }, makeDrawdown(loans))
  site.post(
    paths.bankLoanDrawdownCancellation.pattern,
    { role: bank, audit: 'LOAN_DRAWDOWN_CANCELLED' },
    cancelDrawdown(loans),
  )
  site.get(
    paths.bankLoanDrawdownCorrection.pattern,
    { role: bank, audit: 'LOAN_CORRECTION_OPENED' },
    showCorrection(loans, 'drawdown'),
  )
  site.post(
    paths.bankLoanDrawdownCorrection.pattern,
    { role: bank, audit: 'LOAN_DRAWDOWN_CORRECTED' },
    correct(loans, 'drawdown'),
  )
  site.post(paths.bankLoanDrawingEnd.pattern, { role: bank, audit: 'APPLICATION_COMPLETE' }, endDrawing(loans))
  site.post(paths.bankLoanRepayments.pattern, { role: bank, audit: 'LOAN_REPAYMENT_RECORDED' }, recordRepayment(loans))
  site.get(
    paths.bankLoanRepaymentCorrection.pattern,
    { role: bank, audit: 'LOAN_CORRECTION_OPENED' },
    showCorrection(loans, 'repayment'),
  )
  site.post(
    paths.bankLoanRepaymentCorrection.pattern,
    { role: bank, audit: 'LOAN_REPAYMENT_CORRECTED' },
    correct(loans, 'repayment'),
  )
  site.post(paths.bankLoanQuality.pattern, { role: bank, audit: 'LOAN_QUALITY_CHANGED' }, changeQuality(loans))
  site.post(paths.bankLoanClosure.pattern, { role: bank, audit: 'APPLICATION_CLOSE' }, closeLoan(loans))
  site.post(
    paths.bankLoanContractCancellation.pattern,
    { role: bank, audit: 'APPLICATION_CANCEL' },
    cancelContract(loans),
  )
  site.post(paths.bankLoanBenefit.pattern, { role: bank, audit: 'LOAN_BENEFIT_VERIFIED' }, verifyBenefit(loans))

  site.get(paths.enterpriseLoans.pattern, { role: own, audit: 'OWN_LOANS_READ' }, showEnterpriseLoans(loans))
  site.get(paths.enterpriseLoan.pattern, { role: own, audit: 'OWN_LOAN_OPENED' }, showEnterpriseLoan(loans))
  site.post(paths.enterpriseLoanBenefits.pattern, { role: own, audit: 'LOAN_BENEFIT_REPORTED' }, reportBenefit(loans))
}
