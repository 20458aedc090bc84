import type { FieldFault } from '../../kernel/field-fault.js'
import { chinaDay } from '../../kernel/dates.js'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { readAnswer, readAnswerForm, searchRequestIn, typedAnswerIn, type TypedAnswer } from './answer.form.js'
import { createResult, type MatchingContext } from '../use-cases/create-result.js'
import { FACTS, findFactSpec, type FactSpec } from '@lueqiao/matching-engine'
import { newPublicId } from '../data/public-id.js'
import { questionView, settledView } from './question.views.js'
import { expiryFrom, withAnswer, type Answer, type Questionnaire } from '../rules/questionnaire.js'
import { interimResult } from '../rules/interim-result.js'

type RefusedAnswer = { readonly typed: TypedAnswer; readonly faults: readonly FieldFault[] }

/** `GET /match`: the question that decides the most products. Stores nothing. */
export async function showFirstQuestion(context: MatchingContext, req: Request, res: Response): Promise<void> {
  await showQuestion(context, req, res, null)
}

/** `GET /match/questionnaires/:id`: the next question, or the one named by `fact`. */
export async function showNextQuestion(context: MatchingContext, req: Request, res: Response): Promise<void> {
  await showQuestion(context, req, res, await questionnaireOf(context, req))
}

/** `POST /match`: starts a questionnaire with its first answer. A faulty answer stores nothing. */
export async function startQuestionnaire(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const search = searchRequestIn(req.body)
  if (search) return res.redirect(303, paths.assessment({}, search))
  const read = await readSentAnswer(context, req)
  if ('refused' in read) return showQuestion(context, req, res, null, read)
  const questionnaire = { id: newPublicId(), answers: [read.answer] }
  await insertQuestionnaire(context, questionnaire)
  await continueQuestionnaire(context, res, questionnaire)
}

/** `POST /match/questionnaires/:id/answers`: stores a new or changed answer. */
export async function storeAnswer(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const questionnaire = await questionnaireOf(context, req)
  const search = searchRequestIn(req.body)
  if (search) return res.redirect(303, paths.questionnaire({ id: questionnaire.id }, search))
  const read = await readSentAnswer(context, req)
  if ('refused' in read) return showQuestion(context, req, res, questionnaire, read)
  const { questionnaires, now } = context
  const changed = await questionnaires.change(questionnaire.id, now(), (answers) => withAnswer(answers, read.answer))
  if (!changed) throw questionnaireNotFound()
  await continueQuestionnaire(context, res, changed)
}

/** `POST /match/questionnaires/:id/result`: creates the result of the answers so far. */
export async function finishQuestionnaire(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const { id } = await createResult(context, await questionnaireOf(context, req))
  res.redirect(303, paths.result({ id }))
}

/** `GET` of an address that only takes `POST`, as after a reload: redirects to the question. */
export async function redirectToQuestion(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const { id } = await questionnaireOf(context, req)
  res.redirect(303, paths.questionnaire({ id }))
}

/** The form's security token has expired: shows the question with what was entered. Stores nothing. */
export async function showExpiredQuestion(context: MatchingContext, req: Request, res: Response): Promise<void> {
  const questionnaire = req.params.id === undefined ? null : await questionnaireOf(context, req)
  const { fact, typed } = typedAnswerIn(req.body)
  const spec = findFactSpec(fact)
  const sent = spec && { refused: { typed, faults: [] }, fact: spec }
  await showQuestion(context, req, res, questionnaire, sent, EXPIRED_NOTICE)
}

/** The questionnaire that the address names. @throws NotFound when it does not exist or has expired. */
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

/** Redirects to the next question, or to a new result when no further answer can change a verdict. */
export async function continueQuestionnaire(
  context: MatchingContext,
  res: Response,
  questionnaire: Questionnaire,
): Promise<void> {
  const { compiled } = await context.catalogue.current()
  const { next } = interimResult(compiled, questionnaire.answers, chinaDay(context.now()))
  if (next) return res.redirect(303, paths.questionnaire({ id: questionnaire.id }))
  const { id } = await createResult(context, questionnaire)
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
  context: MatchingContext,
  req: Request,
  res: Response,
  questionnaire: Questionnaire | null,
  sent?: { readonly refused: RefusedAnswer; readonly fact: FactSpec | undefined },
  notice = '',
): Promise<void> {
  const { compiled, vocabulary } = await context.catalogue.current()
  const interim = interimResult(compiled, questionnaire?.answers ?? [], chinaDay(context.now()))
  const requested = query.parse(req.query)
  const spec = sent?.fact ?? findFactSpec(requested.fact) ?? findFactSpec(interim.next?.fact ?? '')
  const csrf = csrfToken(req)
  res.set('Cache-Control', 'no-store').status(notice ? 403 : sent ? 422 : 200)
  if (!spec && questionnaire)
    return page(res, 'matching/settled', settledView({ questionnaire, interim, csrf, notice, names: vocabulary }))
  const { reference } = context
  const input = {
    questionnaire,
    spec: spec ?? firstFact(),
    interim,
    csrf,
    notice,
    search: requested.q,
    reference,
    names: vocabulary,
  }
  page(res, 'matching/question', questionView({ ...input, refused: sent?.refused ?? null }))
}

/** The question for an empty catalogue, in which no question decides anything. */
function firstFact(): FactSpec {
  const [first] = FACTS
  if (!first) throw new Error('there are no facts to ask for')
  return first
}

/** Shown above a form whose security token has expired. */
export const EXPIRED_NOTICE = '页面已过期，刚才没有提交成功；您填写的内容都在，请再提交一次。'
