import { inTransaction } from '../../db/index.js'
import type { Scope } from '../data/application.store.js'
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
 * Takes an application back. The request's place in the hall takes the banks that got one along; a bank that the
 * enterprise has chosen goes on, and is taken back on its own. @throws NotFound, MoveRefused, Overtaken.
 */
export async function withdrawApplication(
  { connection, applications }: Pick<RequestContext, 'connection' | 'applications'>,
  scope: Scope,
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
    // The hall first: a bank that goes while it is open would bring it back for the next one.
    for (const one of await applications.ofRequest(scope, application.requestId, session)) {
      if (one.kind === 'bank' && refusalOf('withdraw', one, mover.kind) === null) {
        await applications.moveIn(session, one, { ...order, action: 'withdraw' })
      }
    }
    return moved
  })
}
