import { chinaDay } from '../kernel/dates.js'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../paths.js'
import { NotFound } from '../web/errors.js'
import { page } from '../web/page.js'
import { csrfToken } from '../web/security/index.js'
import {
  readAnswer,
  readAnswerForm,
  soughtIn,
  typedAnswerIn,
  type FieldFault,
  type TypedAnswer,
} from './answer.form.js'
import { conclude } from './conclude.js'
import { FACTS, findFactSpec, type FactSpec } from '@lueqiao/matching-engine'
import { EXPIRED_NOTICE } from './expired-notice.js'
import { newPublicId } from './public-id.js'
import { questionView } from './question.views.js'
import { expiryFrom, withAnswer, type Answer, type Questionnaire } from './questionnaire.js'
import type { MatchingServices } from './services.js'
import { settledView } from './settled.views.js'
import { standingOf } from './standing.js'

type Refused = { readonly typed: TypedAnswer; readonly faults: readonly FieldFault[] }

/** `GET /match`: the question that settles most, before anything is stored. */
export async function showFirstQuestion(services: MatchingServices, req: Request, res: Response): Promise<void> {
  await showQuestion(services, req, res, null)
}

/** `GET /match/questionnaires/:id`: the next question, or the one named by `fact`. */
export async function showNextQuestion(services: MatchingServices, req: Request, res: Response): Promise<void> {
  await showQuestion(services, req, res, await questionnaireOf(services, req))
}

/** `POST /match`: the first answer starts a questionnaire; a refused one stores nothing. */
export async function startQuestionnaire(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const sought = soughtIn(req.body)
  if (sought) return res.redirect(303, paths.assessment({}, sought))
  const read = await readSent(services, req)
  if ('refused' in read) return showQuestion(services, req, res, null, read)
  const questionnaire = { id: newPublicId(), answers: [read.answer] }
  await insertQuestionnaire(services, questionnaire)
  await goOn(services, res, questionnaire)
}

/** `POST /match/questionnaires/:id/answers`: stores an answer, new or changed. */
export async function storeAnswer(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const questionnaire = await questionnaireOf(services, req)
  const sought = soughtIn(req.body)
  if (sought) return res.redirect(303, paths.questionnaire({ id: questionnaire.id }, sought))
  const read = await readSent(services, req)
  if ('refused' in read) return showQuestion(services, req, res, questionnaire, read)
  const { questionnaires, now } = services
  const changed = await questionnaires.change(questionnaire.id, now(), (answers) => withAnswer(answers, read.answer))
  if (!changed) throw missing()
  await goOn(services, res, changed)
}

/** `POST /match/questionnaires/:id/result`: the result of the answers so far. */
export async function concludeNow(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const { id } = await conclude(services, await questionnaireOf(services, req))
  res.redirect(303, paths.result({ id }))
}

/** A form was refused and the address of its answer opened again: back to the question. */
export async function backToQuestion(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const { id } = await questionnaireOf(services, req)
  res.redirect(303, paths.questionnaire({ id }))
}

/** A form came with an old token: the question is shown again as it was answered, and nothing is stored. */
export async function showExpiredQuestion(services: MatchingServices, req: Request, res: Response): Promise<void> {
  const questionnaire = req.params.id === undefined ? null : await questionnaireOf(services, req)
  const { fact, typed } = typedAnswerIn(req.body)
  const spec = findFactSpec(fact)
  const sent = spec && { refused: { typed, faults: [] }, fact: spec }
  await showQuestion(services, req, res, questionnaire, sent, EXPIRED_NOTICE)
}

/** The questionnaire in the address. @throws NotFound when there is none, or its time is over. */
export async function questionnaireOf({ questionnaires, now }: MatchingServices, req: Request): Promise<Questionnaire> {
  const { id } = req.params
  const found = typeof id === 'string' ? await questionnaires.find(id, now()) : null
  if (!found) throw missing()
  return found
}

export async function insertQuestionnaire(
  { questionnaires, now }: MatchingServices,
  made: Questionnaire,
): Promise<void> {
  const createdAt = now()
  await questionnaires.insert(made, { createdAt, expiresAt: expiryFrom(createdAt) })
}

/** On to the next question, or to the result when no answer can change anything any more. */
export async function goOn(services: MatchingServices, res: Response, questionnaire: Questionnaire): Promise<void> {
  const { compiled } = await services.catalogue.current()
  const { next } = standingOf(compiled, questionnaire.answers, chinaDay(services.now()))
  if (next) return res.redirect(303, paths.questionnaire({ id: questionnaire.id }))
  const { id } = await conclude(services, questionnaire)
  res.redirect(303, paths.result({ id }))
}

const missing = () =>
  new NotFound('没有这份测评，或者它已经超过 30 天的保存期。您可以重新开始，几分钟就能答完。', [
    { href: paths.assessment({}), text: '重新开始测评' },
  ])

type Sent = { readonly answer: Answer } | { readonly refused: Refused; readonly fact: FactSpec | undefined }

async function readSent({ catalogue }: MatchingServices, req: Request): Promise<Sent> {
  const form = readAnswerForm(req.body)
  const fact = findFactSpec(form.fact)
  if (form.faults.length > 0) return { refused: form, fact }
  if (!fact) return { refused: { ...form, faults: [{ field: '', message: '没有这个问题，请从下面的问题继续' }] }, fact }
  const read = readAnswer(fact, form.typed, (await catalogue.current()).vocabulary)
  return 'answer' in read ? read : { refused: { typed: form.typed, faults: read.faults }, fact }
}

const query = z.object({ fact: z.string().catch(''), q: z.string().catch('') })

async function showQuestion(
  services: MatchingServices,
  req: Request,
  res: Response,
  questionnaire: Questionnaire | null,
  sent?: { readonly refused: Refused; readonly fact: FactSpec | undefined },
  notice = '',
): Promise<void> {
  const { compiled, vocabulary } = await services.catalogue.current()
  const standing = standingOf(compiled, questionnaire?.answers ?? [], chinaDay(services.now()))
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
