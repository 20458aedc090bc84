import type { Request, Response } from 'express'
import { paths } from '../paths.js'
import { NotFound } from '../web/errors.js'
import { page } from '../web/page.js'
import { csrfToken } from '../web/security/index.js'
import type { FieldFault } from './answer.form.js'
import { conclude } from './conclude.js'
import { EXPIRED_NOTICE } from './expired-notice.js'
import { readProfileForm } from './profile.form.js'
import { profileView, typedProfile } from './profile.views.js'
import { newPublicId } from './public-id.js'
import { goOn, insertQuestionnaire, questionnaireOf } from './question.page.js'
import { factsOf, withProfile, type Questionnaire } from './questionnaire.js'
import type { MatchingServices } from './services.js'
import { typedIn, type TypedProfile } from './typed-profile.js'

/** `GET /match/profile`: all questions on one page, empty. */
export async function showNewProfile(services: MatchingServices, req: Request, res: Response): Promise<void> {
  await showProfile(services, req, res, null, { typed: typedProfile({}) })
}

/** `GET /match/questionnaires/:id/profile`: the same with the answers so far. */
export async function showKnownProfile(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const questionnaire = await questionnaireOf(services, req)
  await showProfile(services, req, res, questionnaire.id, { typed: typedProfile(factsOf(questionnaire.answers)) })
}

/** `POST /match/profile`: starts a questionnaire with everything that is filled in. */
export async function storeNewProfile(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const form = await readSent(services, req)
  if (!form.ok) return showProfile(services, req, res, null, form)
  const questionnaire = { id: newPublicId(), answers: withProfile([], form.facts) }
  await insertQuestionnaire(services, questionnaire)
  await leave(services, res, questionnaire, form.then)
}

/** `POST /match/questionnaires/:id/profile`: takes the place of all answers so far. */
export async function storeKnownProfile(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const { id } = await questionnaireOf(services, req)
  const form = await readSent(services, req)
  if (!form.ok) return showProfile(services, req, res, id, form)
  const changed = await services.questionnaires.change(id, services.now(), (answers) =>
    withProfile(answers, form.facts),
  )
  if (!changed) throw new NotFound()
  await leave(services, res, changed, form.then)
}

/** The page came with an old token: it is shown again as it was filled in, and nothing is stored. */
export async function showExpiredProfile(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const id = req.params.id === undefined ? null : (await questionnaireOf(services, req)).id
  await showProfile(services, req, res, id, { typed: typedIn(req.body), notice: EXPIRED_NOTICE })
}

async function readSent({ catalogue, reference }: MatchingServices, req: Request) {
  return readProfileForm(req.body, reference, (await catalogue.current()).vocabulary)
}

async function leave(
  services: MatchingServices,
  res: Response,
  questionnaire: Questionnaire,
  then: 'result' | 'questions',
): Promise<void> {
  if (then === 'questions') return goOn(services, res, questionnaire)
  const { id } = await conclude(services, questionnaire)
  res.redirect(303, paths.result({ id }))
}

type Shown = {
  readonly typed: TypedProfile
  readonly faults?: readonly FieldFault[]
  readonly notice?: string
}

async function showProfile(
  { catalogue }: MatchingServices,
  req: Request,
  res: Response,
  questionnaireId: string | null,
  { typed, faults = [], notice = '' }: Shown,
): Promise<void> {
  const { vocabulary } = await catalogue.current()
  res.set('Cache-Control', 'no-store').status(notice ? 403 : faults.length > 0 ? 422 : 200)
  page(
    res,
    'matching/profile',
    profileView({ questionnaireId, csrf: csrfToken(req), notice, typed, faults, names: vocabulary }),
  )
}
