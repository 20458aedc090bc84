import { path } from '../web/path.js'

export const reportPaths = {
  bureauReports: path('/bureau/reports'),
  bureauBulletin: path('/bureau/reports/bulletin'),
  bureauLoanRegister: path('/bureau/reports/loans'),
  bureauLoanRegisterExport: path('/bureau/reports/loans.xlsx'),
  bureauRegisterCheck: path('/bureau/reports/ledger-check'),
} as const
