import { path } from '../web/path.js'

export const reportPaths = {
  bureauReports: path('/bureau/reports'),
  bureauBulletin: path('/bureau/reports/bulletin'),
  bureauLoanLedger: path('/bureau/reports/loans'),
  bureauLoanLedgerExport: path('/bureau/reports/loans.xlsx'),
  bureauLedgerCheck: path('/bureau/reports/ledger-check'),
} as const
