import { path } from '../web/path.js'

export const publicFigurePaths = {
  reported: path('/bureau/reported'),
  reportedExport: path('/bureau/reported/figures.xlsx'),
  reportedTemplate: path('/bureau/reported/template.xlsx'),
  reportedFigures: path('/bureau/reported/figures'),
  reportedNewFigure: path('/bureau/reported/figures/new'),
  reportedFigure: path('/bureau/reported/figures/:id'),
  reportedWithdrawal: path('/bureau/reported/figures/:id/withdrawal'),
  reportedImports: path('/bureau/reported/imports'),
  reportedImport: path('/bureau/reported/imports/:id'),
  reportedImportApplication: path('/bureau/reported/imports/:id/application'),
  reportedImportCancellation: path('/bureau/reported/imports/:id/cancellation'),
  reportedImportRefused: path('/bureau/reported/imports/:id/refused.xlsx'),
} as const
