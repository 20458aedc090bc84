import type { RequestHandler } from 'express'
import { MAX_DOCUMENT_BYTES } from '../matching/index.js'
import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { answerMatch, type MatchApiServices } from './match.api.js'
import { rawJson } from './read-body.js'

/** What programs call: no cookie and no form token, so nothing a browser carries can be misused. */
export function apiRoutes(site: Site, services: MatchApiServices & { readonly limit: RequestHandler }): void {
  const before = [services.limit, ...rawJson(MAX_DOCUMENT_BYTES)]
  site.post(paths.apiMatch.pattern, { role: 'visitor', audit: 'MATCH_ASKED_BY_PROGRAM', before }, (req, res) =>
    answerMatch(services, req, res),
  )
}
