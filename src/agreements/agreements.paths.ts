import { path } from '../web/path.js'

export const agreementPaths = {
  agreements: path('/bureau/agreements'),
  agreementExport: path('/bureau/agreements.xlsx'),
  newAgreement: path('/bureau/agreements/new'),
  agreement: path('/bureau/agreements/:id'),
  agreementTerms: path('/bureau/agreements/:id/terms'),
  agreementEnd: path('/bureau/agreements/:id/end'),
} as const
