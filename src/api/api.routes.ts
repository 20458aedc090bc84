import express, { type Request, type RequestHandler, type Response } from 'express'
import type { CurrentCatalogue } from '../catalogue/index.js'
import { chinaDay } from '../kernel/dates.js'
import { decide, MAX_DOCUMENT_BYTES, readFactsDocument } from '../matching/index.js'
import { paths } from '../paths.js'
import { Invalid, PageError } from '../web/errors.js'
import type { Site } from '../web/route.js'

type MatchApiContext = { readonly catalogue: CurrentCatalogue; readonly now: () => Date }

/** The routes for programs. They read no cookie and no form token, so a browser's session cannot be misused. */
export function apiRoutes(site: Site, context: MatchApiContext & { readonly limit: RequestHandler }): void {
  const before = [context.limit, ...rawJson(MAX_DOCUMENT_BYTES)]
  site.post(paths.apiMatch.pattern, { role: 'visitor', audit: 'MATCH_ASKED_BY_PROGRAM', before }, (req, res) =>
    answerMatch(context, req, res),
  )
}

/** `POST /api/v1/match`: takes facts and returns the canonical bytes of the decision record. Stores nothing. */
async function answerMatch(context: MatchApiContext, req: Request, res: Response): Promise<void> {
  const snapshot = await context.catalogue.current()
  const body: unknown = req.body
  const document = readFactsDocument(Buffer.isBuffer(body) ? body : Buffer.alloc(0), snapshot.vocabulary)
  if (!document.ok) throw new Invalid(document.error)
  const { facts, asOf } = document.value
  const { text } = decide(snapshot, facts, asOf ?? chinaDay(context.now()))
  res.set('Cache-Control', 'no-store')
  res.type('application/json').send(Buffer.from(text, 'utf8'))
}

/** Reads a JSON body as bytes, so that its encoding and repeated keys can be checked; any other content type is 415. */
function rawJson(limitBytes: number): readonly RequestHandler[] {
  const requireJson: RequestHandler = (req, _res, next) => {
    if (req.is('application/json') === 'application/json') next()
    else throw new PageError(415, '内容类型不受支持', '请用 Content-Type: application/json 发送 UTF-8 编码的 JSON。')
  }
  return [requireJson, express.raw({ type: 'application/json', limit: limitBytes })]
}
