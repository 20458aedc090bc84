import { chinaDay } from '../kernel/dates.js'
import type { Request, Response } from 'express'
import type { CurrentCatalogue } from '../catalogue/index.js'
import { decide, readFactsDocument } from '../matching/index.js'
import { Invalid } from '../web/errors.js'

export type MatchApiServices = { readonly catalogue: CurrentCatalogue; readonly now: () => Date }

/** `POST /api/v1/match`: facts in, decision record out, in the one byte form of a record. Nothing is stored. */
export async function answerMatch(services: MatchApiServices, req: Request, res: Response): Promise<void> {
  const snapshot = await services.catalogue.current()
  const body: unknown = req.body
  const document = readFactsDocument(Buffer.isBuffer(body) ? body : Buffer.alloc(0), snapshot.vocabulary)
  if (!document.ok) throw new Invalid(document.error)
  const { facts, asOf } = document.value
  const { text } = decide(snapshot, facts, asOf ?? chinaDay(services.now()))
  res.set('Cache-Control', 'no-store')
  res.type('application/json').send(Buffer.from(text, 'utf8'))
}
