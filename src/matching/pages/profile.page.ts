import type { FieldFault } from '../../kernel/field-fault.js'
import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { createResult, type MatchingContext } from '../use-cases/create-result.js'
import { EXPIRED_NOTICE, continueQuestionnaire, insertQuestionnaire, questionnaireOf } from './question.page.js'
import { readProfileForm, typedProfileIn, type TypedProfile } from './profile.form.js'
import { profileView, typedProfile } from './profile.views.js'
import { newPublicId } from '../data/public-id.js'
import { factsOf, withProfile, type Questionnaire } from '../rules/questionnaire.js'

/** `GET /match/profile`: all questions on one page, empty. */
export async function showNewProfile(context: MatchingContext, req: Request, res: Response): Promise<void> {
  await showProfile(context, req, res, null, { typed: typedProfile({}) })
}

/** `GET /match/questionnaires/:id/profile`: all questions with the answers so far. */
export async function showKnownProfile(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const questionnaire = await questionnaireOf(context, req)
  await showProfile(context, req, res, questionnaire.id, { typed: typedProfile(factsOf(questionnaire.answers)) })
}

/** `POST /match/profile`: starts a questionnaire with the filled fields. */
export async function storeNewProfile(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const form = await readSentProfile(context, req)
  if (!form.ok) return showProfile(context, req, res, null, form)
  const questionnaire = { id: newPublicId(), answers: withProfile([], form.facts) }
  await insertQuestionnaire(context, questionnaire)
  await continueAfterProfile(context, res, questionnaire, form.then)
}

/** `POST /match/questionnaires/:id/profile`: replaces the answers so far. */
export async function storeKnownProfile(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const { id } = await questionnaireOf(context, req)
  const form = await readSentProfile(context, req)
  if (!form.ok) return showProfile(context, req, res, id, form)
  const changed = await context.questionnaires.change(id, context.now(), (answers) => withProfile(answers, form.facts))
  if (!changed) throw new NotFound()
  await continueAfterProfile(context, res, changed, form.then)
}

/** The form's security token has expired: shows the page as it was filled in. Stores nothing. */
export async function showExpiredProfile(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const id = req.params.id === undefined ? null : (await questionnaireOf(context, req)).id
  await showProfile(context, req, res, id, { typed: typedProfileIn(req.body), notice: EXPIRED_NOTICE })
}

async function readSentProfile({ catalogue, reference }: MatchingContext, req: Request) {
  return readProfileForm(req.body, reference, (await catalogue.current()).vocabulary)
}

async function continueAfterProfile(
  context: MatchingContext,
  res: Response,
  questionnaire: Questionnaire,
  then: 'result' | 'questions',
): Promise<void> {
  if (then === 'questions') return continueQuestionnaire(context, res, questionnaire)
  const { id } = await createResult(context, questionnaire)
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
