import { chinaDay } from '../../kernel/dates.js'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import {
  readAnswer,
  readAnswerForm,
  searchRequestIn,
  typedAnswerIn,
  type FieldFault,
  type TypedAnswer,
} from './answer.form.js'
import { createResult, type MatchingContext } from '../use-cases/create-result.js'
import { FACTS, findFactSpec, type FactSpec } from '@lueqiao/matching-engine'
import { newPublicId } from '../data/public-id.js'
import { questionView, settledView } from './question.views.js'
import { expiryFrom, withAnswer, type Answer, type Questionnaire } from '../rules/questionnaire.js'
import { interimResult } from '../rules/interim-result.js'

type RefusedAnswer = { readonly typed: TypedAnswer; readonly faults: readonly FieldFault[] }

/** `GET /match`: the question that settles most, before anything is stored. */
export async function showFirstQuestion(services: MatchingContext, req: Request, res: Response): Promise<void> {
  await showQuestion(services, req, res, null)
}

/** `GET /match/questionnaires/:id`: the next question, or the one named by `fact`. */
export async function showNextQuestion(services: MatchingContext, req: Request, res: Response): Promise<void> {
  await showQuestion(services, req, res, await questionnaireOf(services, req))
}

/** `POST /match`: the first answer starts a questionnaire; a refused one stores nothing. */
export async function startQuestionnaire(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const sought = searchRequestIn(req.body)
  if (sought) return res.redirect(303, paths.assessment({}, sought))
  const read = await readSentAnswer(services, req)
  if ('refused' in read) return showQuestion(services, req, res, null, read)
  const questionnaire = { id: newPublicId(), answers: [read.answer] }
  await insertQuestionnaire(services, questionnaire)
  await continueQuestionnaire(services, res, questionnaire)
}

/** `POST /match/questionnaires/:id/answers`: stores an answer, new or changed. */
export async function storeAnswer(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const questionnaire = await questionnaireOf(services, req)
  const sought = searchRequestIn(req.body)
  if (sought) return res.redirect(303, paths.questionnaire({ id: questionnaire.id }, sought))
  const read = await readSentAnswer(services, req)
  if ('refused' in read) return showQuestion(services, req, res, questionnaire, read)
  const { questionnaires, now } = services
  const changed = await questionnaires.change(questionnaire.id, now(), (answers) => withAnswer(answers, read.answer))
  if (!changed) throw questionnaireNotFound()
  await continueQuestionnaire(services, res, changed)
}

/** `POST /match/questionnaires/:id/result`: the result of the answers so far. */
export async function finishQuestionnaire(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const { id } = await createResult(services, await questionnaireOf(services, req))
  res.redirect(303, paths.result({ id }))
}

/** A form was refused and the address of its answer opened again: back to the question. */
export async function redirectToQuestion(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const { id } = await questionnaireOf(services, req)
  res.redirect(303, paths.questionnaire({ id }))
}

/** A form came with an old token: the question is shown again as it was answered, and nothing is stored. */
export async function showExpiredQuestion(services: MatchingContext, req: Request, res: Response): Promise<void> {
  const questionnaire = req.params.id === undefined ? null : await questionnaireOf(services, req)
  const { fact, typed } = typedAnswerIn(req.body)
  const spec = findFactSpec(fact)
  const sent = spec && { refused: { typed, faults: [] }, fact: spec }
  await showQuestion(services, req, res, questionnaire, sent, EXPIRED_NOTICE)
}

/** The questionnaire in the address. @throws NotFound when there is none, or its time is over. */
export async function questionnaireOf({ questionnaires, now }: MatchingContext, req: Request): Promise<Questionnaire> {
  const { id } = req.params
  const found = typeof id === 'string' ? await questionnaires.find(id, now()) : null
  if (!found) throw questionnaireNotFound()
  return found
}

export async function insertQuestionnaire(
  { questionnaires, now }: MatchingContext,
  made: Questionnaire,
): Promise<void> {
  const createdAt = now()
  await questionnaires.insert(made, { createdAt, expiresAt: expiryFrom(createdAt) })
}

/** On to the next question, or to the result when no answer can change anything any more. */
export async function continueQuestionnaire(
  services: MatchingContext,
  res: Response,
  questionnaire: Questionnaire,
): Promise<void> {
  const { compiled } = await services.catalogue.current()
  const { next } = interimResult(compiled, questionnaire.answers, chinaDay(services.now()))
  if (next) return res.redirect(303, paths.questionnaire({ id: questionnaire.id }))
  const { id } = await createResult(services, questionnaire)
  res.redirect(303, paths.result({ id }))
}

const questionnaireNotFound = () =>
  new NotFound('没有这份测评，或者它已经超过 30 天的保存期。您可以重新开始，几分钟就能答完。', [
    { href: paths.assessment({}), text: '重新开始测评' },
  ])

type SentAnswer = { readonly answer: Answer } | { readonly refused: RefusedAnswer; readonly fact: FactSpec | undefined }

async function readSentAnswer({ catalogue }: MatchingContext, req: Request): Promise<SentAnswer> {
  const form = readAnswerForm(req.body)
  const fact = findFactSpec(form.fact)
  if (form.faults.length > 0) return { refused: form, fact }
  if (!fact) return { refused: { ...form, faults: [{ field: '', message: '没有这个问题，请从下面的问题继续' }] }, fact }
  const read = readAnswer(fact, form.typed, (await catalogue.current()).vocabulary)
  return 'answer' in read ? read : { refused: { typed: form.typed, faults: read.faults }, fact }
}

const query = z.object({ fact: z.string().catch(''), q: z.string().catch('') })

async function showQuestion(
  services: MatchingContext,
  req: Request,
  res: Response,
  questionnaire: Questionnaire | null,
  sent?: { readonly refused: RefusedAnswer; readonly fact: FactSpec | undefined },
  notice = '',
): Promise<void> {
  const { compiled, vocabulary } = await services.catalogue.current()
  const standing = interimResult(compiled, questionnaire?.answers ?? [], chinaDay(services.now()))
  const asked = query.parse(req.query)
  const spec = sent?.fact ?? findFactSpec(asked.fact) ?? findFactSpec(standing.next?.fact ?? '')
  const csrf = csrfToken(req)
  res.set('Cache-Control', 'no-store').status(notice ? 403 : sent ? 422 : 200)
  if (!spec && questionnaire)
    return page(res, 'matching/settled', settledView({ questionnaire, standing, csrf, notice, names: vocabulary }))
  const { reference } = services
  const shown = {
    questionnaire,
    spec: spec ?? firstFact(),
    standing,
    csrf,
    notice,
    search: asked.q,
    reference,
    names: vocabulary,
  }
  page(res, 'matching/question', questionView({ ...shown, refused: sent?.refused ?? null }))
}

/** With an empty catalogue nothing can be settled; the first question stands there all the same. */
function firstFact(): FactSpec {
  const [first] = FACTS
  if (!first) throw new Error('there are no facts to ask for')
  return first
}

/** Above a form that is shown again with a fresh token. */
export const EXPIRED_NOTICE = '页面已过期，刚才没有提交成功；您填写的内容都在，请再提交一次。'
