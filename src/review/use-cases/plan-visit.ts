import { isEnded, scopeOf, type Application } from '../../applications/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { actorOf } from '../../kernel/actor.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { visitNotice } from '../review.notices.js'
import { ReviewRefused } from '../rules/review-refused.js'
import type { Visit } from '../data/visit.store.js'

/** Whether the bank may visit the enterprise: after it has claimed the application and until it ends. */
export const mayVisit = ({ state }: Pick<Application, 'state'>): boolean =>
  state !== 'draft' && state !== 'submitted' && !isEnded(state)

/**
 * Plans a visit and notifies the enterprise. The clock keeps running.
 * @param key the form's one-time key, so that a second click has no effect
 * @throws RecordNotFound; DomainError `review.no-visit-now`
 */
export function planVisit(
  { connection, applications, visits, notices, audit, now }: ReviewContext,
  { user, id }: Omit<CaseRef, 'shown'>,
  plan: Pick<Visit, 'plannedOn' | 'place' | 'note'>,
  key: string = newRecordId(),
): Promise<void> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scopeOf(user), id, session)
    if (!mayVisit(application)) throw new ReviewRefused('review.no-visit-now', application)
    const visit: Visit = {
      ...plan,
      id: key,
      applicationId: application.id,
      bankId: user.organisation.id,
      by: user.name,
      at: now(),
      result: null,
    }
    if (!(await visits.insert(session, visit))) return
    await notices.tell(session, visitNotice(application, visit))
    await audit.record(session, {
      name: 'APPLICATION_VISIT_PLANNED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { visitId: visit.id, plannedOn: plan.plannedOn },
    })
  })
}

/** Records the result of a visit, for the bank only. @throws RecordNotFound; DomainError `review.no-such-visit` */
export function reportVisit(
  { connection, applications, visits, audit, now }: ReviewContext,
  { user, id }: Omit<CaseRef, 'shown'>,
  visitId: string,
  { text, on }: { readonly text: string; readonly on: LawDate },
): Promise<void> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scopeOf(user), id, session)
    const result = { text, on, by: user.name, at: now() }
    if (!(await visits.report(session, { applicationId: application.id, id: visitId }, result))) {
      throw new DomainError('review.no-such-visit')
    }
    await audit.record(session, {
      name: 'APPLICATION_VISIT_REPORTED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { visitId },
    })
  })
}
