import type { Request, Response } from 'express'
import { page } from '../../web/page.js'
import { DEFAULT_RANKING, RANKINGS, type Ranking } from '@lueqiao/matching-engine'
import { resultView } from './result.views.js'
import type { MatchingContext } from '../use-cases/create-result.js'
import { NotFound } from '../../web/errors.js'
import { paths } from '../../paths.js'
import type { StoredResult } from '../data/match-result.store.js'

/** `GET /match/:id?by=…`: a result as it was decided, in the order asked for. An unknown order is the default one. */
export async function showResult(services: MatchingContext, req: Request, res: Response): Promise<void> {
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

/** `GET /match/:id/record.json`: the decision record, byte for byte as it was made. */
export async function downloadRecord(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const { text, hash } = await resultOf(services, req)
  res.set('Cache-Control', 'no-store')
  res.set('X-Robots-Tag', 'noindex')
  res.attachment(`lueqiao-${hash.slice(0, 12)}.json`)
  res.type('application/json').send(Buffer.from(text, 'utf8'))
}

/** The result in the address. @throws NotFound when there is none, or its time is over. */
export async function resultOf({ results, now }: MatchingContext, req: Request): Promise<StoredResult> {
  const { id } = req.params
  const found = typeof id === 'string' ? await results.find(id, now()) : null
  if (!found) {
    throw new NotFound('没有这份测评结果，或者它已经超过 30 天的保存期。', [
      { href: paths.assessment({}), text: '重新开始测评' },
    ])
  }
  return found
}
