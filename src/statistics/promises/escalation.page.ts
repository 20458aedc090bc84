import type { Request, Response } from 'express'
import { z } from 'zod'
import { STEP_NAMES } from '../../applications/index.js'
import { isRecordId, newRecordId } from '../../db/index.js'
import {
  endText,
  FATES,
  fateOf,
  isDone,
  overDays,
  overText,
  saidOf,
  standText,
  type Told,
  type Word,
} from '../../escalations/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { readForm, type FormFault, type Typed } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { bureauFrame } from '../../web/bureau-frame.js'
import { bankNaming, type EscalationDesk } from './escalation-desk.js'
import { ESCALATION_STRIP } from './escalation-list.page.js'

/** `GET /bureau/escalations/:id`: one limit that a bank let pass, all that was said, and the form to ask. */
export const showEscalation = (desk: EscalationDesk) => async (req: Request, res: Response) => {
  await escalationPage(desk, req, res, await desk.escalations.get(idParam(req)))
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
export const postQuestion = (desk: EscalationDesk) => async (req: Request, res: Response) => {
  const told = await desk.escalations.get(idParam(req))
  const read = readForm(schema, req.body)
  if (!read.ok) {
    res.status(422)
    await escalationPage(desk, req, res, told, { faults: read.faults, typed: read.typed })
    return
  }
  const { key, question } = read.value
  const { id } = told.escalation
  await desk.escalations.ask(currentUser(req), id, { key, text: question.replace(/\r\n?/g, '\n') })
  res.redirect(303, paths.bureauEscalation({ id }, { done: 'asked' }))
}

async function escalationPage(
  { escalations, catalogue, sessionSecret }: EscalationDesk,
  req: Request,
  res: Response,
  told: Told,
  form: { readonly faults: readonly FormFault[]; readonly typed: Typed } = { faults: [], typed: {} },
): Promise<void> {
  const { escalation, words } = told
  const now = escalations.now()
  const today = chinaDay(now)
  const said = saidOf(told, today)
  const application = (await escalations.applicationsOf([escalation])).get(escalation.applicationId)
  const bank = bankNaming(await catalogue.current(), sessionSecret)(escalation.bankId, application)
  const isSample = application?.isSample === true
  const over = overText(overDays(escalation, application, now))
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
    stand: standText(told, said, today),
    css: said.waits ? 'fail' : '',
    // The application itself names the bank.
    applicationHref: application === undefined || isSample ? '' : paths.bureauApplication({ id: application.id }),
    number: application?.number ?? '申请已不在',
    facts: [
      ['机构', bank],
      ['企业', application?.enterpriseName ?? '申请已不在'],
      ['环节', STEP_NAMES[escalation.step]],
      ['时限', formatDate(escalation.dueOn)],
      ['提请督办', formatInstant(escalation.at)],
      ['说明的期限', formatDate(said.explainBy)],
      ['按时说明', said.inTime === null ? '期限未到' : said.inTime ? '是' : '否'],
      ['办完', escalation.end === null ? '还没有办完' : doneText(escalation.end)],
    ],
    words: words.map((word) => wordView(word, told, bank, today)),
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

const doneText = (end: NonNullable<Told['escalation']['end']>): string =>
  isDone(end) ? formatInstant(end.at) : `${endText(end)}，${formatInstant(end.at)}`

function wordView({ kind, by, at, text, promisedOn }: Word, { escalation }: Told, bank: string, today: LawDate) {
  return {
    title: kind === 'answer' ? '银行的说明' : '督办',
    who: `${formatInstant(at)}，${kind === 'answer' ? bank : '兵团工信局'}，${by}`,
    text,
    promise: promisedOn === null ? '' : `承诺 ${formatDate(promisedOn)}办完，${FATES[fateOf(escalation, promisedOn, today)]}`,
  } // prettier-ignore
}
