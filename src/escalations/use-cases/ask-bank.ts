import type { ClientSession } from 'mongoose'
import type { Application } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { Recipient } from '../../notices/index.js'
import type { EscalationContext } from '../context.js'
import { questionNotices } from '../escalations.notices.js'

/**
 * Stores a question of the bureau about an exceeded limit and notifies the bank's managers and the officer in charge;
 * the bank has to explain again. About a sample only the bank's sample accounts are notified, never people of a real
 * bank.
 * @param given.key the form's one-time key: a second click finds the first question
 * @throws DomainError `escalation.not-found`, `escalation.sample-of-real-bank`, `escalation.question-form-used`
 */
export function askBank(
  context: EscalationContext,
  user: SignedInUser,
  escalationId: string,
  { key, text }: { readonly key: string; readonly text: string },
): Promise<void> {
  const { connection, applications, escalations, messages, notices, audit, now } = context
  return inTransaction(connection, async (session) => {
    const [escalation] = await escalations.list({ id: escalationId }, session)
    if (escalation === undefined) throw new DomainError('escalation.not-found')
    const { applicationId, requestId, bankId, step } = escalation
    const application = await applications.get('all', applicationId, session)
    const before = await messages.list({ escalationId }, session)
    if (before.some(({ id }) => id === key)) return
    const { officerId, isSample } = application
    const recipients = await recipientsOf(context, { bankId, officerId, isSample }, session)
    if (recipients.length === 0) throw new DomainError('escalation.sample-of-real-bank', { escalationId })
    const subject = { escalationId, applicationId, requestId, bankId }
    const question = { id: key, seq: before.length + 1, kind: 'question', text, promisedOn: null } as const
    await escalations.touch(session, escalationId)
    if (!(await messages.insert(session, { ...subject, ...question, at: now(), by: user.name }))) {
      throw new DomainError('escalation.question-form-used', { escalationId })
    }
    await notices.tell(session, questionNotices(application, escalation, text, recipients))
    await audit.record(session, {
      name: 'ESCALATION_ASKED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
      detail: { escalationId, wordId: key, step, bankId },
    })
  })
}

/** Whether a question of the bureau would reach anybody; about a real application it always does. */
export const mayAsk = (context: EscalationContext, bankId: string, isSample: boolean): Promise<boolean> =>
  inTransaction(context.connection, async (session) => {
    const recipients = await recipientsOf(context, { bankId, isSample, officerId: null }, session)
    return recipients.length > 0
  })

/** The managers and the officer in charge; of a sample, those with a sample account, each by account. */
async function recipientsOf(
  { peopleOf }: Pick<EscalationContext, 'peopleOf'>,
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
