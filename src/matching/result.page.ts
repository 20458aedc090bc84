import type { Request, Response } from 'express'
import { page } from '../web/page.js'
import { DEFAULT_RANKING, RANKINGS, type Ranking } from '@lueqiao/matching-engine'
import { resultOf } from './record.page.js'
import { resultView } from './result.views.js'
import type { MatchingServices } from './services.js'

/** `GET /match/:id?by=…`: a result as it was decided, in the order asked for. An unknown order is the default one. */
export async function showResult(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const stored = await resultOf(services, req)
  const [snapshot, current] = await Promise.all([services.catalogue.at(stored.catalogue), services.catalogue.current()])
  if (!snapshot) throw new Error(`the catalogue version ${stored.catalogue} of a stored result is gone`)
  const isListed = (productId: string) => current.products.has(productId)
  res.set('Cache-Control', 'no-store')
  page(res, 'matching/result', resultView({ stored, snapshot, isListed, by: rankingIn(req.query.by) }))
}

function rankingIn(value: unknown): Ranking {
  return RANKINGS.find(({ id }) => id === value)?.id ?? DEFAULT_RANKING
}
