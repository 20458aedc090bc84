import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { uploadReader } from '../web/uploads/read-upload.js'
import { withFigures, type FigureDeps, type FiguresHandler } from '../statistics/index.js'
import { showBulletin } from './pages/bulletin.page.js'
import { checkUploadedRegister, showRegisterCheck } from './pages/register-check.page.js'
import { sendLoanRegister, showLoanRegister, type RegisterDeps } from './pages/loan-register.page.js'
import { showReports } from './pages/reports.page.js'

export type ReportDeps = FigureDeps & RegisterDeps

/** What the bureau draws up. */
export function reportRoutes(site: Site, deps: ReportDeps): void {
  const role = ['bureau', 'administrator'] as const
  const get = (path: { pattern: string }, audit: string, handle: FiguresHandler) =>
    site.get(path.pattern, { role, audit }, withFigures(deps, handle))

  get(paths.bureauReports, 'REPORTS_READ', showReports)
  get(paths.bureauBulletin, 'BULLETIN_READ', showBulletin)
  get(paths.bureauLoanRegister, 'LOAN_LEDGER_READ', showLoanRegister(deps))
  get(paths.bureauLoanRegisterExport, 'LOAN_LEDGER_EXPORTED', sendLoanRegister(deps))
  get(paths.bureauRegisterCheck, 'LEDGER_CHECK_READ', showRegisterCheck)
  const checked = { role, audit: 'LEDGER_CHECKED', before: [uploadReader()] }
  site.post(paths.bureauRegisterCheck.pattern, checked, withFigures(deps, checkUploadedRegister))
}
