import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { bureauFrame } from '../bureau-frame.js'
import { importRoutes } from '../spreadsheets/index.js'
import {
  addFigure,
  changeFigure,
  editFigure,
  newFigure,
  exportPublicFigures,
  showPublicFigures,
  withdrawFigure,
} from './pages/public-figures.page.js'
import type { PublicFiguresService } from './public-figures.service.js'

const STAFF = ['bureau', 'administrator'] as const

/** Figures from outside the platform, for the bureau and the centre. */
export function publicFigureRoutes(site: Site, reported: PublicFiguresService): void {
  const staff = (audit: string) => ({ role: STAFF, audit })
  site
    .get(paths.reported.pattern, staff('REPORTED_FIGURES_READ'), showPublicFigures(reported))
    .get(paths.reportedExport.pattern, staff('REPORTED_FIGURES_EXPORTED'), exportPublicFigures(reported))
    .get(paths.reportedNewFigure.pattern, staff('REPORTED_FIGURE_FORM_OPENED'), newFigure)
    .post(paths.reportedFigures.pattern, staff('REPORTED_FIGURE_ENTERED'), addFigure(reported))
    .get(paths.reportedFigure.pattern, staff('REPORTED_FIGURE_READ'), editFigure(reported))
    .post(paths.reportedFigure.pattern, staff('REPORTED_FIGURE_CHANGED'), changeFigure(reported))
    .post(paths.reportedWithdrawal.pattern, staff('REPORTED_FIGURE_WITHDRAWN'), withdrawFigure(reported))
  importRoutes(
    site,
    reported.imports,
    {
      list: paths.reported,
      template: paths.reportedTemplate,
      imports: paths.reportedImports,
      one: paths.reportedImport,
      application: paths.reportedImportApplication,
      cancellation: paths.reportedImportCancellation,
      refused: paths.reportedImportRefused,
    },
    (req) => bureauFrame(req, 'reported'),
  )
}
