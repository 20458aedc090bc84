import type { Request, Response } from 'express'
import type { Application } from '../../applications/index.js'
import { chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound } from '../../web/errors.js'
import type { CaseRef } from '../review.context.js'
import type { FormReader } from './form-reader.js'
import {
  readApproval,
  readAsk,
  readContact,
  readPlainStep,
  readRefusal,
  readReopen,
  readVisit,
  type ParsedDecision,
  type ParsedStep,
} from './step.form.js'
import { readTerms } from './terms.form.js'
import type { ReviewService } from '../review.service.js'
import { casePage } from './case.page.js'
import { runOrShowConflict } from './conflict.page.js'
import { STEPS, type StepName } from './steps.views.js'

type Posted = {
  readonly review: ReviewService
  readonly req: Request
  readonly res: Response
  readonly user: Express.User
  readonly application: Application
}

/** `POST /bank/applications/:id/steps`: the next step named in `do`. */
export const postStep = (review: ReviewService) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const application = await review.get(user, idParam(req))
  const { do: asked } = req.body as Readonly<Record<string, unknown>>
  const step = STEPS.find((one) => one === asked)
  if (step === undefined) throw new NotFound('没有这一步，请从申请页面上选择。')
  await handleStep(step, { review, req, res, user, application })
}

async function handleStep(step: StepName, posted: Posted): Promise<void> {
  const { req, application, user, review } = posted
  const at = review.now()
  const now = { today: chinaDay(at), user, at }
  switch (step) {
    case 'claim':
    case 'review':
      return move(step, posted, readPlainStep(req.body, step))
    case 'contact':
      return move(step, posted, readContact(req.body, application, now))
    case 'ask':
      return move(step, posted, readAsk(req.body, application, now))
    case 'reopen':
      return move(step, posted, readReopen(req.body))
    case 'visit':
      return visit(posted, now.today)
    case 'offer':
      return offer(posted, now.today)
    case 'approve':
      return answer(step, posted, readApproval(req.body, application))
    case 'decline': {
      const [{ file }, names] = await Promise.all([review.caseOf(user, application), review.vocabulary()])
      return answer(step, posted, readRefusal(req.body, file, names))
    }
  }
}

async function move(name: StepName, posted: Posted, { reading, step }: ParsedStep): Promise<void> {
  if (step === null) return refuse(name, posted, reading)
  await done(posted, reading, 'decided', () => posted.review.takeStep(caseOf(posted, reading), step))
}

async function visit(posted: Posted, today: string): Promise<void> {
  const { reading, plan } = readVisit(posted.req.body, today)
  if (!reading.ok) return refuse('visit', posted, reading)
  await done(posted, reading, 'decided', () => posted.review.planVisit(caseOf(posted, reading), plan, reading.key))
}

/** Fields that control the form and are not part of the terms. */
const CONTROL_FIELDS: ReadonlySet<string> = new Set(['version', 'do', 'then'])

/** The terms: offered, previewed without saving, or saved as a draft with their faults. */
async function offer(posted: Posted, today: string): Promise<void> {
  const { req, res, review, user, application } = posted
  const { file } = await review.caseOf(user, application)
  const { reading, terms, reason } = readTerms(req.body, { application, securities: file.securities, today })
  const then = reading.raw('then')
  if (then === 'draft' && !reading.faults.some(({ field }) => field === '')) {
    const typed = Object.fromEntries(Object.entries(reading.typed).filter(([name]) => !CONTROL_FIELDS.has(name)))
    await review.saveDraft({ user, id: application.id }, typed)
    res.redirect(303, `${paths.bankApplication({ id: application.id }, { do: 'offer', done: 'draft' })}#next`)
    return
  }
  if (terms === null) return refuse('offer', posted, reading)
  if (then === 'try') {
    await casePage(review, req, res, application, { step: 'offer', typed: reading.typed, tried: terms })
    return
  }
  await done(posted, reading, 'decided', () => review.makeOffer(caseOf(posted, reading), { terms, reason }))
}

async function answer(name: StepName, posted: Posted, read: ParsedDecision): Promise<void> {
  if (read.answer === null) return refuse(name, posted, read.reading)
  const given = read.answer
  const { review, res, application } = posted
  await runOrShowConflict(res, posted.req, read.reading.typed, async () => {
    const outcome = await review.decide(caseOf(posted, read.reading), given)
    res.redirect(303, paths.bankApplication({ id: application.id }, { done: outcome }))
  })
}

async function refuse(step: StepName, { review, req, res, application }: Posted, reading: FormReader): Promise<void> {
  res.status(422)
  await casePage(review, req, res, application, { step, typed: reading.typed, faults: reading.faults })
}

/** Carries out the step and redirects to the application; on a conflict shows who was faster and what was typed. */
async function done(
  { req, res, application }: Posted,
  reading: FormReader,
  outcome: string,
  act: () => Promise<unknown>,
): Promise<void> {
  await runOrShowConflict(res, req, reading.typed, async () => {
    await act()
    res.redirect(303, paths.bankApplication({ id: application.id }, { done: outcome }))
  })
}

const caseOf = ({ user, application }: Posted, { shown }: FormReader): CaseRef => ({ user, id: application.id, shown })
