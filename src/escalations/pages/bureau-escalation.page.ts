import type { Request, Response } from 'express'
import { z } from 'zod'
import { STEP_NAMES } from '../../applications/index.js'
import { isRecordId, newRecordId } from '../../db/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { paths } from '../../paths.js'
import { bureauFrame } from '../../bureau-frame.js'
import { currentUser } from '../../web/current-user.js'
import { readForm, type FormFault, type Typed } from '../../web/form.js'
import { page } from '../../web/page.js'
import { idParam } from '../../web/request-params.js'
import { csrfToken } from '../../web/security/index.js'
import type { EscalationEnd, EscalationMessage, EscalationWithMessages } from '../escalation.js'
import { daysOverdue, escalationStatus, isDone, promiseOutcome } from '../rules/escalation-status.js'
import { endText, overdueText, PROMISE_OUTCOMES, statusText } from '../rules/status-text.js'
import { bankNaming, ESCALATION_STRIP, type BureauEscalationContext } from './bureau-context.js'

/** `GET /bureau/escalations/:id`: one exceeded limit, its messages, and the form to ask. */
export const showEscalation = (context: BureauEscalationContext) => async (req: Request, res: Response) => {
  await escalationPage(context, req, res, await context.escalations.get(idParam(req)))
}

const schema = z.strictObject({
  key: z.string('请刷新页面后重试').refine(isRecordId, '请刷新页面后重试'),
  question: z
    .string('督办的内容：请填写')
    .trim()
    .min(1, '督办的内容：请填写')
    .min(5, '督办的内容：至少 5 个字，请写具体')
    .max(500, '督办的内容：最多 500 个字'),
})

/** `POST /bureau/escalations/:id/questions`: the bureau asks the bank about it. */
export const postQuestion = (context: BureauEscalationContext) => async (req: Request, res: Response) => {
  const found = await context.escalations.get(idParam(req))
  const read = readForm(schema, req.body)
  if (!read.ok) {
    res.status(422)
    await escalationPage(context, req, res, found, { faults: read.faults, typed: read.typed })
    return
  }
  const { key, question } = read.value
  const { id } = found.escalation
  await context.escalations.ask(currentUser(req), id, { key, text: question.replace(/\r\n?/g, '\n') })
  res.redirect(303, paths.bureauEscalation({ id }, { done: 'asked' }))
}

async function escalationPage(
  { escalations, catalogue, sessionSecret }: BureauEscalationContext,
  req: Request,
  res: Response,
  found: EscalationWithMessages,
  form: { readonly faults: readonly FormFault[]; readonly typed: Typed } = { faults: [], typed: {} },
): Promise<void> {
  const { escalation, messages } = found
  const now = escalations.now()
  const today = chinaDay(now)
  const status = escalationStatus(found, today)
  const application = (await escalations.applicationsOf([escalation])).get(escalation.applicationId)
  const bank = bankNaming(await catalogue.current(), sessionSecret)(escalation.bankId, application)
  const isSample = application?.isSample === true
  const over = overdueText(daysOverdue(escalation, application, now))
  page(res, 'escalations/escalation', {
    title: `“${STEP_NAMES[escalation.step]}”${over}`,
    indexed: false,
    csrf: csrfToken(req),
    key: newRecordId(),
    ...bureauFrame(req, 'promises'),
    ...(isSample && { strip: ESCALATION_STRIP }),
    ledgerHref: paths.bureauPromises({}),
    listHref: paths.bureauEscalations({}),
    isSample,
    stand: statusText(found, status, today),
    css: status.awaitsExplanation ? 'fail' : '',
    // The application itself names the bank.
    applicationHref: application === undefined || isSample ? '' : paths.bureauApplication({ id: application.id }),
    number: application?.number ?? '申请已不在',
    facts: [
      ['机构', bank],
      ['企业', application?.enterpriseName ?? '申请已不在'],
      ['环节', STEP_NAMES[escalation.step]],
      ['时限', formatDate(escalation.dueOn)],
      ['提请督办', formatInstant(escalation.at)],
      ['说明的期限', formatDate(status.explainBy)],
      ['按时说明', status.inTime === null ? '期限未到' : status.inTime ? '是' : '否'],
      ['办完', escalation.end === null ? '还没有办完' : doneText(escalation.end)],
    ],
    words: messages.map((message) => messageView(message, found, bank, today)),
    done: req.query.done === 'asked' ? '督办已发出，银行会收到通知。' : '',
    form:
      currentUser(req).role === 'bureau' && (await escalations.mayAsk(escalation, isSample))
        ? {
            action: paths.bureauEscalationQuestions({ id: escalation.id }),
            question: form.typed.question ?? '',
            wrong: form.faults.find(({ field }) => field === 'question')?.message ?? '',
          }
        : null,
    faults: form.faults,
  })
}

const doneText = (end: EscalationEnd): string =>
  isDone(end) ? formatInstant(end.at) : `${endText(end)}，${formatInstant(end.at)}`

function messageView(
  { kind, by, at, text, promisedOn }: EscalationMessage,
  { escalation }: EscalationWithMessages,
  bank: string,
  today: LawDate,
) {
  return {
    title: kind === 'answer' ? '银行的说明' : '督办',
    who: `${formatInstant(at)}，${kind === 'answer' ? bank : '兵团工信局'}，${by}`,
    text,
    promise: promisedOn === null ? '' : `承诺 ${formatDate(promisedOn)}办完，${PROMISE_OUTCOMES[promiseOutcome(escalation, promisedOn, today)]}`,
  } // prettier-ignore
}
