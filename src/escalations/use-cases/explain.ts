import { scopeOf } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { EscalationContext } from '../context.js'
import type { EscalationMessage } from '../escalation.js'
import { explanationNotices } from '../escalations.notices.js'
import { mayExplain } from '../rules/escalation-status.js'

export type Explanation = {
  /** The form's one-time key: a second click finds the first explanation. */
  readonly key: string
  readonly text: string
  /** Null only where the step is done. */
  readonly promisedOn: LawDate | null
}

/** The escalation that somebody of a bank explains. */
export type ExplainedEscalation = {
  readonly user: SignedInUser
  readonly applicationId: string
  readonly escalationId: string
}

/**
 * Stores a bank's explanation why a limit passed and the day by which the step will be done, and notifies the enterprise
 * and the bureau. Of a step that is done meanwhile no day is stored.
 * @throws DomainError `escalation.not-found` where the escalation is not this bank's, `escalation.nothing-to-explain`,
 * `escalation.explanation-form-used`; RangeError where the day is missing
 */
export function explain(
  { connection, applications, escalations, messages, notices, audit, now }: EscalationContext,
  { user, applicationId, escalationId }: ExplainedEscalation,
  { key, text, promisedOn }: Explanation,
): Promise<void> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scopeOf(user), applicationId, session)
    const own = { id: escalationId, applicationId, bankId: user.organisation.id }
    const [escalation] = await escalations.list(own, session)
    if (escalation === undefined) throw new DomainError('escalation.not-found')
    const before = await messages.list({ escalationId }, session)
    if (before.some(({ id }) => id === key)) return
    if (!mayExplain({ escalation, messages: before }, chinaDay(now()))) {
      throw new DomainError('escalation.nothing-to-explain', { id: application.id, number: application.number })
    }
    const open = escalation.end === null
    if (open && promisedOn === null) throw new RangeError('an explanation of an open step names a day')
    const { requestId, bankId } = escalation
    const message: EscalationMessage = {
      ...{ id: key, escalationId, applicationId, requestId, bankId, seq: before.length + 1 },
      ...{ kind: 'answer', text },
      ...{ promisedOn: open ? promisedOn : null, at: now(), by: user.name },
    }
    await escalations.touch(session, escalationId)
    if (!(await messages.insert(session, message))) {
      throw new DomainError('escalation.explanation-form-used', { applicationId })
    }
    await notices.tell(session, explanationNotices(application, escalation, message))
    await audit.record(session, {
      name: 'ESCALATION_ANSWERED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
      detail: { escalationId, wordId: key, step: escalation.step, promisedOn: message.promisedOn },
    })
  })
}
