import { scopeOf, STEP_NAMES, type Application, type Escalation } from '../applications/index.js'
import { actorOf } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { chinaDay, formatDate, type LawDate } from '../kernel/dates.js'
import type { Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import { NotFound, PageError } from '../web/errors.js'
import type { Context } from './context.js'
import { isDone, mayAnswer } from './said-of.js'
import { endText } from './said-text.js'
import { WordTaken } from './word-taken.js'
import type { Word } from './word.js'

export type Explanation = {
  /** The form's one-time key: the second click finds the first explanation. */
  readonly key: string
  readonly text: string
  /** Null only where the step is done. */
  readonly promisedOn: LawDate | null
}

/** Which escalation of which application somebody of a bank answers. */
export type OfEscalation = {
  readonly user: Express.User
  readonly applicationId: string
  readonly escalationId: string
}

/**
 * The bank says why it let a limit pass and by which day it will be done; the enterprise and the bureau are told. Of a
 * step that is done meanwhile no day is kept.
 * @throws NotFound where the escalation is not this bank's; NothingToExplain; WordTaken; RangeError where a day is
 * missing
 */
export function explain(
  { connection, applications, reminders, words, notices, audit, now }: Context,
  { user, applicationId, escalationId }: OfEscalation,
  { key, text, promisedOn }: Explanation,
): Promise<void> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scopeOf(user), applicationId, session)
    const own = { id: escalationId, applicationId, bankId: user.organisation.id }
    const [escalation] = await reminders.escalations(own, session)
    if (escalation === undefined) throw new NotFound('没有这项督办。')
    const before = await words.list({ escalationId }, session)
    if (before.some(({ id }) => id === key)) return
    if (!mayAnswer({ escalation, words: before }, chinaDay(now()))) throw new NothingToExplain(application)
    const open = escalation.end === null
    if (open && promisedOn === null) throw new RangeError('an explanation of an open step names a day')
    const { requestId, bankId } = escalation
    const word: Word = {
      ...{ id: key, escalationId, applicationId, requestId, bankId, seq: before.length + 1 },
      ...{ kind: 'answer', text },
      ...{ promisedOn: open ? promisedOn : null, at: now(), by: user.name },
    }
    await reminders.touchEscalation(session, escalationId)
    if (!(await words.insert(session, word))) throw new WordTaken(paths.bankApplication({ id: applicationId }))
    await notices.tell(session, toldOf(application, escalation, word))
    await audit.record(session, {
      name: 'ESCALATION_ANSWERED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
      detail: { escalationId, wordId: key, step: escalation.step, promisedOn: word.promisedOn },
    })
  })
}

/** The enterprise and the bureau, each led to its own page. */
function toldOf(application: Application, { id, step, end }: Escalation, { text, promisedOn }: Word): readonly Tell[] {
  const ended = end === null || isDone(end) ? '这一步已经办完。' : `这一步${endText(end)}。`
  const day = promisedOn === null ? ended : `承诺 ${formatDate(promisedOn)}办完。`
  const { isSample, bankName } = application
  const textBy = (bank: string) => `${bank}就“${STEP_NAMES[step]}”超过时限说明：${text}\n${day}`
  const said = {
    subject: `${isSample ? '示例：' : ''}银行的说明：${application.title}（${application.number}）`,
    text: textBy(bankName ?? '银行'),
    about: { kind: 'application', id: application.id },
  }
  // The bureau's pages of escalations do not name the bank of a sample.
  const toBureau = { ...said, ...(isSample && { text: textBy('银行') }) }
  return [
    { ...said, to: { kind: 'enterprise', id: application.enterpriseId }, href: paths.application({ id: application.id }) }, // prettier-ignore
    { ...toBureau, to: { kind: 'bureau', id: 'bureau' }, href: paths.bureauEscalation({ id }) },
  ]
}

/** The step has ended and is explained, and the bureau has not asked since. */
export class NothingToExplain extends PageError {
  constructor({ id, number }: Pick<Application, 'id' | 'number'>) {
    super(409, '没有待说明的督办', '这一步已经结束，也已经说明过，没有待答复的督办。您填写的内容没有保存。', [
      { href: paths.bankApplication({ id }), text: `查看申请 ${number}` },
    ])
  }
}
