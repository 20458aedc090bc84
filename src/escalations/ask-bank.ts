import { STEP_NAMES } from '../applications/index.js'
import { actorOf } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { Recipient } from '../notices/index.js'
import { paths } from '../paths.js'
import { NotFound } from '../web/errors.js'
import type { Context } from './context.js'

/**
 * The bureau asks the bank about a limit that went by, in words; the bank's managers and whoever is in charge are told,
 * and the bank has to explain again.
 * @param given.key the form's one-time key: the second click finds the first question
 * @throws NotFound
 */
export function askBank(
  { connection, applications, reminders, words, notices, audit, now }: Context,
  user: Express.User,
  escalationId: string,
  { key, text }: { readonly key: string; readonly text: string },
): Promise<void> {
  return inTransaction(connection, async (session) => {
    const [escalation] = await reminders.escalations({ id: escalationId }, session)
    if (escalation === undefined) throw new NotFound('没有这项督办。')
    const { applicationId, requestId, bankId, step } = escalation
    const application = await applications.get('all', applicationId, session)
    const place = { escalationId, applicationId, requestId, bankId }
    const seq = (await words.list({ escalationId }, session)).length + 1
    const word = { ...place, id: key, seq, kind: 'question', text, promisedOn: null, at: now(), by: user.name } as const
    if (!(await words.insert(session, word))) return
    const bank = { kind: 'bank', id: bankId } as const
    const to: readonly Recipient[] = [
      { ...bank, role: 'manager' },
      ...(application.officerId === null
        ? []
        : [{ ...bank, role: 'officer', accountId: application.officerId } as const]),
    ]
    await notices.tell(
      session,
      to.map((one) => ({
        to: one,
        subject: `工信局督办：${application.title}（${application.number}）`,
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
