import { inTransaction } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import { contestNotice } from '../applications.notices.js'
import type { ApplicationScope } from '../data/application.store.js'
import type { RequestContext } from '../request-context.js'
import type { Application, Contest } from '../rules/application.js'
import type { Mover } from '../rules/mover.js'

/** Whether a refusal can be contested now: not while an earlier contest awaits its answer. */
export const mayContest = ({ state, contests }: Pick<Application, 'state' | 'contests'>): boolean =>
  state === 'declined' && contests.every(({ answer }) => answer !== null)

/**
 * Records that the enterprise contests a fact behind a refusal, and notifies the bank, which answers.
 * @throws DomainError `application.not-found`, `application.nothing-to-contest`; Overtaken
 */
export async function contestRefusal(
  context: Pick<RequestContext, 'connection' | 'applications' | 'enterprises' | 'notices' | 'now'>,
  scope: ApplicationScope,
  id: string,
  given: Pick<Contest, 'fact' | 'text' | 'evidenceIds'> & { readonly shown: number },
  mover: Mover,
): Promise<Application> {
  const { applications, enterprises, notices, connection, now } = context
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scope, id, session)
    if (!mayContest(application)) {
      throw new DomainError('application.nothing-to-contest', { id, state: application.state })
    }
    const files = new Set((await enterprises.evidenceOf(application.enterpriseId, session)).map((file) => file.id))
    const evidenceIds = given.evidenceIds.filter((file) => files.has(file))
    const contest: Contest = {
      ...{ fact: given.fact, text: given.text, evidenceIds },
      ...{ at: now(), by: mover.name, answer: null },
    }
    await notices.tell(session, contestNotice(application, given.text))
    return applications.amendIn(session, application, {
      set: { contests: [...application.contests, contest] },
      event: 'APPLICATION_CONTESTED',
      actor: mover.actor,
      detail: { fact: given.fact, files: evidenceIds.length },
      shown: given.shown,
    })
  })
}
