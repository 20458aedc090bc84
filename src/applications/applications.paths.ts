import { path } from '../web/path.js'

export const applicationPaths = {
  application: path('/applications/:id'),
  enterpriseApplications: path('/enterprise/applications'),
  enterpriseNewApplication: path('/enterprise/applications/new'),
  enterpriseDrafts: path('/enterprise/applications/drafts'),
  enterpriseDraft: path('/enterprise/applications/drafts/:id'),
  enterpriseDraftChoice: path('/enterprise/applications/drafts/:id/choice'),
  enterpriseDraftRemoval: path('/enterprise/applications/drafts/:id/removal'),
  enterpriseApplicationDocuments: path('/enterprise/applications/:id/documents'),
  enterpriseApplicationAnswer: path('/enterprise/applications/:id/answer'),
  enterpriseApplicationWithdrawal: path('/enterprise/applications/:id/withdrawal'),
  enterpriseApplicationContest: path('/enterprise/applications/:id/contest'),
  enterpriseApplication: path('/enterprise/applications/:id'),
} as const
