import type { Request, Response } from 'express'
import { page } from '../../web/page.js'
import { DEFAULT_RANKING, RANKINGS, type Ranking } from '@lueqiao/matching-engine'
import { resultView } from './result.views.js'
import type { MatchingContext } from '../use-cases/create-result.js'
import { NotFound } from '../../web/errors.js'
import { paths } from '../../paths.js'
import type { StoredResult } from '../data/match-result.store.js'

/** `GET /match/:id?by=…`: a stored result, sorted by the ranking `by`; an unknown ranking means the default. */
export async function showResult(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const stored = await resultOf(context, req)
  const [snapshot, current] = await Promise.all([context.catalogue.at(stored.catalogue), context.catalogue.current()])
  if (!snapshot) throw new Error(`the catalogue version ${stored.catalogue} of a stored result is gone`)
  const isListed = (productId: string) => current.products.has(productId)
  res.set('Cache-Control', 'no-store')
  page(res, 'matching/result', resultView({ stored, snapshot, isListed, by: rankingIn(req.query.by) }))
}

function rankingIn(value: unknown): Ranking {
  return RANKINGS.find(({ id }) => id === value)?.id ?? DEFAULT_RANKING
}

/** `GET /match/:id/record.json`: the decision record, byte for byte as it was created. */
export async function downloadRecord(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const { text, hash } = await resultOf(context, req)
  res.set('Cache-Control', 'no-store')
  res.set('X-Robots-Tag', 'noindex')
  res.attachment(`lueqiao-${hash.slice(0, 12)}.json`)
  res.type('application/json').send(Buffer.from(text, 'utf8'))
}

/** The result that the address names. @throws NotFound when it does not exist or has expired. */
async function resultOf({ results, now }: MatchingContext, req: Request): Promise<StoredResult> {
  const { id } = req.params
  const found = typeof id === 'string' ? await results.find(id, now()) : null
  if (!found) {
    throw new NotFound('没有这份测评结果，或者它已经超过 30 天的保存期。', [
      { href: paths.assessment({}), text: '重新开始测评' },
    ])
  }
  return found
}
