import type { Request, Response } from 'express'
import { NotFound } from '../web/errors.js'
import { paths } from '../paths.js'
import type { StoredResult } from './match-result.store.js'
import type { MatchingServices } from './services.js'

/** `GET /match/:id/record.json`: the decision record, byte for byte as it was made. */
export async function downloadRecord(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const { text, hash } = await resultOf(services, req)
  res.set('Cache-Control', 'no-store')
  res.set('X-Robots-Tag', 'noindex')
  res.attachment(`lueqiao-${hash.slice(0, 12)}.json`)
  res.type('application/json').send(Buffer.from(text, 'utf8'))
}

/** The result in the address. @throws NotFound when there is none, or its time is over. */
export async function resultOf({ results, now }: MatchingServices, req: Request): Promise<StoredResult> {
  const { id } = req.params
  const found = typeof id === 'string' ? await results.find(id, now()) : null
  if (!found) {
    throw new NotFound('没有这份测评结果，或者它已经超过 30 天的保存期。', [
      { href: paths.assessment({}), text: '重新开始测评' },
    ])
  }
  return found
}
