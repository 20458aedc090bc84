import { path } from '../web/path.js'

export const syndicatePaths = {
  syndicates: path('/syndicates'),
  newSyndicate: path('/syndicates/new'),
  syndicate: path('/syndicates/:id'),
  syndicatePlan: path('/syndicates/:id/plan'),
  syndicateMoves: path('/syndicates/:id/moves'),
  syndicateShares: path('/syndicates/:id/shares.xlsx'),
} as const
