import type { Request, RequestHandler, Response } from 'express'
import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { startsSession } from '../web/security/index.js'
import {
  showExpiredProfile,
  showKnownProfile,
  showNewProfile,
  storeKnownProfile,
  storeNewProfile,
} from './pages/profile.page.js'
import {
  redirectToQuestion,
  finishQuestionnaire,
  showExpiredQuestion,
  showFirstQuestion,
  showNextQuestion,
  startQuestionnaire,
  storeAnswer,
} from './pages/question.page.js'
import { downloadRecord, showResult } from './pages/result.page.js'
import type { MatchingContext } from './use-cases/create-result.js'

type Handler = (context: MatchingContext, req: Request, res: Response) => Promise<void>

/** Limits how much one address may store in a minute without signing in. */
type SubmissionLimit = { readonly limit: RequestHandler }

/** Questionnaire and results. `/match/:id` comes last: it would match the fixed paths too. */
export function matchingRoutes(site: Site, context: MatchingContext & SubmissionLimit): void {
  const serve = (handler: Handler) => (req: Request, res: Response) => handler(context, req, res)
  const role = 'visitor'
  // A page with a form creates a session, so these routes are limited like those that store an answer.
  const opens = { role, before: [limitNewSessions(context.limit)] } as const
  const storesAnswer = { role, before: [context.limit], expired: serve(showExpiredQuestion) } as const
  const storesProfile = { role, before: [context.limit], expired: serve(showExpiredProfile) } as const
  site.get(paths.assessment.pattern, { ...opens, audit: 'FIRST_QUESTION_VIEWED' }, serve(showFirstQuestion))
  site.post(paths.assessment.pattern, { ...storesAnswer, audit: 'QUESTIONNAIRE_STARTED' }, serve(startQuestionnaire))
  site.get(paths.newProfile.pattern, { ...opens, audit: 'PROFILE_VIEWED' }, serve(showNewProfile))
  site.post(paths.newProfile.pattern, { ...storesProfile, audit: 'PROFILE_STORED' }, serve(storeNewProfile))
  site.get(paths.questionnaire.pattern, { ...opens, audit: 'QUESTION_VIEWED' }, serve(showNextQuestion))
  site.post(paths.answers.pattern, { ...storesAnswer, audit: 'ANSWER_STORED' }, serve(storeAnswer))
  site.get(paths.answers.pattern, { role, audit: 'QUESTION_REOPENED' }, serve(redirectToQuestion))
  site.get(paths.conclusion.pattern, { role, audit: 'QUESTION_REOPENED' }, serve(redirectToQuestion))
  site.get(paths.profile.pattern, { ...opens, audit: 'PROFILE_VIEWED' }, serve(showKnownProfile))
  site.post(paths.profile.pattern, { ...storesProfile, audit: 'PROFILE_STORED' }, serve(storeKnownProfile))
  site.post(paths.conclusion.pattern, { ...storesAnswer, audit: 'RESULT_MADE' }, serve(finishQuestionnaire))
  site.get(paths.record.pattern, { role, audit: 'RECORD_DOWNLOADED' }, serve(downloadRecord))
  site.get(paths.result.pattern, { role, audit: 'RESULT_VIEWED' }, serve(showResult))
}

/** Limits only requests that would create a session. */
const limitNewSessions =
  (limit: RequestHandler): RequestHandler =>
  (req, res, next) =>
    startsSession(req) ? limit(req, res, next) : next()
