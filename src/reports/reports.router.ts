import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { uploadReader } from '../web/uploads/read-upload.js'
import { withFigures, type FigureDeps, type FiguresHandler } from '../statistics/index.js'
import { showBulletin } from './bulletin.page.js'
import { checkSentLedger, showLedgerCheck } from './ledger-check.page.js'
import { sendLedger, showLedger, type LedgerDeps } from './ledger.page.js'
import { showReports } from './reports.page.js'

export type ReportDeps = FigureDeps & LedgerDeps

/** What the bureau draws up. */
export function reportRoutes(site: Site, deps: ReportDeps): void {
  const role = ['bureau', 'administrator'] as const
  const get = (path: { pattern: string }, audit: string, handle: FiguresHandler) =>
    site.get(path.pattern, { role, audit }, withFigures(deps, handle))

  get(paths.bureauReports, 'REPORTS_READ', showReports)
  get(paths.bureauBulletin, 'BULLETIN_READ', showBulletin)
  get(paths.bureauLoanLedger, 'LOAN_LEDGER_READ', showLedger(deps))
  get(paths.bureauLoanLedgerExport, 'LOAN_LEDGER_EXPORTED', sendLedger(deps))
  get(paths.bureauLedgerCheck, 'LEDGER_CHECK_READ', showLedgerCheck)
  const checked = { role, audit: 'LEDGER_CHECKED', before: [uploadReader()] }
  site.post(paths.bureauLedgerCheck.pattern, checked, withFigures(deps, checkSentLedger))
}
