import type { ClientSession } from 'mongoose'
import { STEP_NAMES, type Application } from '../applications/index.js'
import { actorOf } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { Recipient } from '../notices/index.js'
import { paths } from '../paths.js'
import { NotFound, PageError } from '../web/errors.js'
import type { Context } from './context.js'
import { WordTaken } from './word-taken.js'

/**
 * The bureau asks the bank about a limit that went by, in words; the bank's managers and whoever is in charge are told,
 * and the bank has to explain again. About a sample only the bank's sample accounts are told: nobody of a real bank.
 * @param given.key the form's one-time key: the second click finds the first question
 * @throws NotFound; SampleOfRealBank; WordTaken
 */
export function askBank(
  context: Context,
  user: Express.User,
  escalationId: string,
  { key, text }: { readonly key: string; readonly text: string },
): Promise<void> {
  const { connection, applications, reminders, words, notices, audit, now } = context
  return inTransaction(connection, async (session) => {
    const [escalation] = await reminders.escalations({ id: escalationId }, session)
    if (escalation === undefined) throw new NotFound('没有这项督办。')
    const { applicationId, requestId, bankId, step } = escalation
    const application = await applications.get('all', applicationId, session)
    const before = await words.list({ escalationId }, session)
    if (before.some(({ id }) => id === key)) return
    const { officerId, isSample } = application
    const to = await recipientsOf(context, { bankId, officerId, isSample }, session)
    if (to.length === 0) throw new SampleOfRealBank(escalationId)
    const place = { escalationId, applicationId, requestId, bankId }
    const said = { id: key, seq: before.length + 1, kind: 'question', text, promisedOn: null } as const
    await reminders.touchEscalation(session, escalationId)
    const word = { ...place, ...said, at: now(), by: user.name }
    if (!(await words.insert(session, word))) throw new WordTaken(paths.bureauEscalation({ id: escalationId }))
    await notices.tell(
      session,
      to.map((one) => ({
        to: one,
        subject: `${isSample ? '示例：' : ''}工信局督办：${application.title}（${application.number}）`,
        text: `${application.enterpriseName}的“${STEP_NAMES[step]}”已超时限，兵团工信局督办：${text}\n请在申请页面说明原因和办完的日期。`,
        href: paths.application({ id: applicationId }),
        about: { kind: 'application', id: applicationId },
        urgent: true,
      })),
    )
    await audit.record(session, {
      name: 'ESCALATION_ASKED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
      detail: { escalationId, wordId: key, step, bankId },
    })
  })
}

/** Whether there is anybody whom a question of the bureau may reach; of a real application there is. */
export const mayAsk = (context: Context, bankId: string, isSample: boolean): Promise<boolean> =>
  inTransaction(context.connection, async (session) => {
    const to = await recipientsOf(context, { bankId, isSample, officerId: null }, session)
    return to.length > 0
  })

/** The managers and whoever is in charge; of a sample, those with a sample account, each by name. */
async function recipientsOf(
  { peopleOf }: Pick<Context, 'peopleOf'>,
  { bankId, officerId, isSample }: Pick<Application, 'officerId' | 'isSample'> & { readonly bankId: string },
  session: ClientSession,
): Promise<readonly Recipient[]> {
  const bank = { kind: 'bank', id: bankId } as const
  if (!isSample) {
    const officer = officerId === null ? [] : [{ ...bank, role: 'officer', accountId: officerId } as const]
    return [{ ...bank, role: 'manager' }, ...officer]
  }
  const people = (await peopleOf?.(bank, session)) ?? []
  return people
    .filter((one) => one.isSample && (one.role === 'manager' || one.id === officerId))
    .map(({ id, role }) => ({ ...bank, role, accountId: id }))
}

/** An invented application at a bank that is real: its people are not troubled with it. */
class SampleOfRealBank extends PageError {
  constructor(id: string) {
    const why = '这是示例申请，这家银行没有示例账号。示例的督办不会发给真实银行的人员，您填写的内容没有保存。'
    super(409, '示例申请不能向银行督办', why, [{ href: paths.bureauEscalation({ id }), text: '返回这项督办' }])
  }
}
