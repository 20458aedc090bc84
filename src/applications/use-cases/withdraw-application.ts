import { inTransaction } from '../../db/index.js'
import type { ApplicationScope } from '../data/application.store.js'
import type { RequestContext } from '../request-context.js'
import type { Application } from '../rules/application.js'
import type { Mover } from '../rules/mover.js'
import { refusalOf } from '../rules/state-table.js'

export type Withdrawal = {
  readonly reason: string
  /** The version that the form showed. */
  readonly shown: number
}

/**
 * Withdraws an application. With the application in the hall those of the banks with a place are withdrawn too, except
 * one that the enterprise has chosen.
 * @throws DomainError `application.not-found`; MoveRefused, Overtaken
 */
export async function withdrawApplication(
  { connection, applications }: Pick<RequestContext, 'connection' | 'applications'>,
  scope: ApplicationScope,
  id: string,
  { reason, shown }: Withdrawal,
  mover: Mover,
): Promise<Application> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scope, id, session)
    const hall = application.kind === 'hall'
    const order = { mover, reason }
    const moved = await applications.moveIn(session, application, {
      ...order,
      action: hall ? 'takeBack' : 'withdraw',
      shown,
    })
    if (!hall) return moved
    // The hall first: a place that becomes free while the hall is open would reopen it for the next bank.
    for (const one of await applications.ofRequest(scope, application.requestId, session)) {
      if (one.kind === 'bank' && refusalOf('withdraw', one, mover.kind) === null) {
        await applications.moveIn(session, one, { ...order, action: 'withdraw' })
      }
    }
    return moved
  })
}
