import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { FieldFault } from './answer.form.js'
import { createResult, type MatchingContext } from '../use-cases/create-result.js'
import { EXPIRED_NOTICE, continueQuestionnaire, insertQuestionnaire, questionnaireOf } from './question.page.js'
import { readProfileForm, typedProfileIn, type TypedProfile } from './profile.form.js'
import { profileView, typedProfile } from './profile.views.js'
import { newPublicId } from '../data/public-id.js'
import { factsOf, withProfile, type Questionnaire } from '../rules/questionnaire.js'

/** `GET /match/profile`: all questions on one page, empty. */
export async function showNewProfile(services: MatchingContext, req: Request, res: Response): Promise<void> {
  await showProfile(services, req, res, null, { typed: typedProfile({}) })
}

/** `GET /match/questionnaires/:id/profile`: the same with the answers so far. */
export async function showKnownProfile(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const questionnaire = await questionnaireOf(services, req)
  await showProfile(services, req, res, questionnaire.id, { typed: typedProfile(factsOf(questionnaire.answers)) })
}

/** `POST /match/profile`: starts a questionnaire with everything that is filled in. */
export async function storeNewProfile(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const form = await readSentProfile(services, req)
  if (!form.ok) return showProfile(services, req, res, null, form)
  const questionnaire = { id: newPublicId(), answers: withProfile([], form.facts) }
  await insertQuestionnaire(services, questionnaire)
  await continueAfterProfile(services, res, questionnaire, form.then)
}

/** `POST /match/questionnaires/:id/profile`: takes the place of all answers so far. */
export async function storeKnownProfile(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const { id } = await questionnaireOf(services, req)
  const form = await readSentProfile(services, req)
  if (!form.ok) return showProfile(services, req, res, id, form)
  const changed = await services.questionnaires.change(id, services.now(), (answers) =>
    withProfile(answers, form.facts),
  )
  if (!changed) throw new NotFound()
  await continueAfterProfile(services, res, changed, form.then)
}

/** The page came with an old token: it is shown again as it was filled in, and nothing is stored. */
export async function showExpiredProfile(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const id = req.params.id === undefined ? null : (await questionnaireOf(services, req)).id
  await showProfile(services, req, res, id, { typed: typedProfileIn(req.body), notice: EXPIRED_NOTICE })
}

async function readSentProfile({ catalogue, reference }: MatchingContext, req: Request) {
  return readProfileForm(req.body, reference, (await catalogue.current()).vocabulary)
}

async function continueAfterProfile(
  services: MatchingContext,
  res: Response,
  questionnaire: Questionnaire,
  then: 'result' | 'questions',
): Promise<void> {
  if (then === 'questions') return continueQuestionnaire(services, res, questionnaire)
  const { id } = await createResult(services, questionnaire)
  res.redirect(303, paths.result({ id }))
}

type ProfilePageInput = {
  readonly typed: TypedProfile
  readonly faults?: readonly FieldFault[]
  readonly notice?: string
}

async function showProfile(
  { catalogue }: MatchingContext,
  req: Request,
  res: Response,
  questionnaireId: string | null,
  { typed, faults = [], notice = '' }: ProfilePageInput,
): Promise<void> {
  const { vocabulary } = await catalogue.current()
  res.set('Cache-Control', 'no-store').status(notice ? 403 : faults.length > 0 ? 422 : 200)
  page(
    res,
    'matching/profile',
    profileView({ questionnaireId, csrf: csrfToken(req), notice, typed, faults, names: vocabulary }),
  )
}
