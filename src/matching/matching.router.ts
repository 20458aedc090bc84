import type { Request, Response } from 'express'
import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { showKnownProfile, showNewProfile, storeKnownProfile, storeNewProfile } from './profile.page.js'
import {
  backToQuestion,
  concludeNow,
  showFirstQuestion,
  showNextQuestion,
  startQuestionnaire,
  storeAnswer,
} from './question.page.js'
import { downloadRecord } from './record.page.js'
import { showResult } from './result.page.js'
import type { MatchingServices } from './services.js'

type Handler = (services: MatchingServices, req: Request, res: Response) => Promise<void>

/** Questionnaire and results. The fixed addresses stand before `/match/:id`, which would take them for a result. */
export function matchingRoutes(site: Site, services: MatchingServices): void {
  const serve = (handler: Handler) => (req: Request, res: Response) => handler(services, req, res)
  const before = [services.limit]
  site.get(paths.assessment.pattern, { role: 'visitor', audit: 'FIRST_QUESTION_VIEWED' }, serve(showFirstQuestion))
  site.post(
    paths.assessment.pattern,
    { role: 'visitor', audit: 'QUESTIONNAIRE_STARTED', before },
    serve(startQuestionnaire),
  )
  site.get(paths.newProfile.pattern, { role: 'visitor', audit: 'PROFILE_VIEWED' }, serve(showNewProfile))
  site.post(paths.newProfile.pattern, { role: 'visitor', audit: 'PROFILE_STORED', before }, serve(storeNewProfile))
  site.get(paths.questionnaire.pattern, { role: 'visitor', audit: 'QUESTION_VIEWED' }, serve(showNextQuestion))
  site.post(paths.answers.pattern, { role: 'visitor', audit: 'ANSWER_STORED', before }, serve(storeAnswer))
  site.get(paths.answers.pattern, { role: 'visitor', audit: 'QUESTION_REOPENED' }, serve(backToQuestion))
  site.get(paths.conclusion.pattern, { role: 'visitor', audit: 'QUESTION_REOPENED' }, serve(backToQuestion))
  site.get(paths.profile.pattern, { role: 'visitor', audit: 'PROFILE_VIEWED' }, serve(showKnownProfile))
  site.post(paths.profile.pattern, { role: 'visitor', audit: 'PROFILE_STORED', before }, serve(storeKnownProfile))
  site.post(paths.conclusion.pattern, { role: 'visitor', audit: 'RESULT_MADE', before }, serve(concludeNow))
  site.get(paths.record.pattern, { role: 'visitor', audit: 'RECORD_DOWNLOADED' }, serve(downloadRecord))
  site.get(paths.result.pattern, { role: 'visitor', audit: 'RESULT_VIEWED' }, serve(showResult))
}
