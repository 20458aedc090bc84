import { paths } from '../../paths.js'
import { bankRoles } from '../../kernel/roles.js'
import type { Site } from '../../web/route.js'
import { withFigures, type FigureDeps } from '../filter/figures-context.js'
import { sendBankFigures, sendBankRows, showBankFigures, showBankRows } from './bank-figures.page.js'

/** A bank's figures of itself, for its own people. */
export function bankFigureRoutes(site: Site, deps: FigureDeps): void {
  const role = bankRoles
  site
    .get(paths.bankFigures.pattern, { role, audit: 'BANK_FIGURES_READ' }, withFigures(deps, showBankFigures))
    .get(paths.bankFiguresExport.pattern, { role, audit: 'BANK_FIGURES_EXPORTED' }, withFigures(deps, sendBankFigures))
    .get(paths.bankFigureRows.pattern, { role, audit: 'BANK_FIGURES_READ' }, withFigures(deps, showBankRows))
    .get(paths.bankFigureRowsExport.pattern, { role, audit: 'BANK_FIGURES_EXPORTED' }, withFigures(deps, sendBankRows))
}
