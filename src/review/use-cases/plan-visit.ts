import { isEnded, scopeOf, type Application } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { NotNow } from '../not-now.js'
import type { Visit } from '../data/visit.store.js'

/** Whether the bank has the case in its hands, so that it may visit the enterprise for it. */
export const mayVisit = ({ state }: Pick<Application, 'state'>): boolean =>
  state !== 'draft' && state !== 'submitted' && !isEnded(state)

/**
 * Announces a visit to the enterprise. The clock goes on.
 * @param key the form's one-time key: the second click finds the first visit
 * @throws NotFound, NotNow
 */
export function planVisit(
  { connection, applications, visits, notices, audit, now }: ReviewContext,
  { user, id }: Omit<CaseRef, 'shown'>,
  plan: Pick<Visit, 'plannedOn' | 'place' | 'note'>,
  key: string = newRecordId(),
): Promise<void> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scopeOf(user), id, session)
    if (!mayVisit(application)) throw new NotNow(application, '预约走访', '受理之后、办结之前可以预约。')
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
    await notices.tell(session, {
      to: { kind: 'enterprise', id: application.enterpriseId },
      subject: `预约走访：${application.title}（${application.number}）`,
      text: [
        `${application.bankName ?? ''}的${user.name}预约 ${formatDate(plan.plannedOn)} 到${plan.place}走访。`,
        ...(plan.note === '' ? [] : [`说明：${plan.note}`]),
      ].join('\n'),
      href: paths.application({ id: application.id }),
      about: { kind: 'application', id: application.id },
    })
    await audit.record(session, {
      name: 'APPLICATION_VISIT_PLANNED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { visitId: visit.id, plannedOn: plan.plannedOn },
    })
  })
}

/** Notes what came of a visit, for the bank alone. @throws NotFound where the visit is not there or was reported on */
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
      throw new NotFound('没有这次走访，或结果已经记录。')
    }
    await audit.record(session, {
      name: 'APPLICATION_VISIT_REPORTED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { visitId },
    })
  })
}
