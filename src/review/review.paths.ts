import { path } from '../web/path.js'

export const reviewPaths = {
  bank: path('/bank'),
  bankApplication: path('/bank/applications/:id'),
  bankExport: path('/bank/applications.xlsx'),
  bankSettings: path('/bank/settings'),
  bankSteps: path('/bank/applications/:id/steps'),
  bankNotes: path('/bank/applications/:id/notes'),
  bankVisit: path('/bank/applications/:id/visits/:visit'),
  bankChecks: path('/bank/applications/:id/checks'),
  bankOfficer: path('/bank/applications/:id/officer'),
  bankProposal: path('/bank/applications/:id/proposal'),
  bankContest: path('/bank/applications/:id/contest'),
  bankDocument: path('/bank/applications/:id/documents/:document'),
} as const
