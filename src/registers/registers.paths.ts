import { path } from '../web/path.js'

export const registerPaths = {
  registers: path('/registers'),
  register: path('/registers/:register'),
  registerExport: path('/registers/:register/entries.xlsx'),
  registerTemplate: path('/registers/:register/template.xlsx'),
  registerEntries: path('/registers/:register/entries'),
  registerNewEntry: path('/registers/:register/entries/new'),
  registerEntry: path('/registers/:register/entries/:id'),
  registerEntryRemoval: path('/registers/:register/entries/:id/removal'),
  registerImports: path('/registers/:register/imports'),
  registerImport: path('/registers/:register/imports/:id'),
  registerImportApplication: path('/registers/:register/imports/:id/application'),
  registerImportCancellation: path('/registers/:register/imports/:id/cancellation'),
  registerImportClaims: path('/registers/:register/imports/:id/claims'),
  registerImportRefused: path('/registers/:register/imports/:id/refused.xlsx'),
} as const
