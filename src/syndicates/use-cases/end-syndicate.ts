import type { ClientSession } from 'mongoose'
import { isEnded as isApplicationEnded, type AfterMove } from '../../applications/index.js'
import { type SyndicateContext, moveSyndicate, PORTAL_MOVER, type MoveOrder } from './move-syndicate.js'
import { isBound, isEnded } from '../rules/state-table.js'
import { isOpenInvitation, type SyndicateInvitation, type Syndicate } from '../rules/syndicate.js'

/** Ends a syndicate before any money was drawn; invited banks get a notice with the reason and lose access. */
export function endSyndicate(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  order: Pick<MoveOrder, 'mover' | 'shown' | 'reason'> & { readonly action: 'terminate' | 'takeBack' },
): Promise<Syndicate> {
  const invitations = syndicate.invitations.map((one): SyndicateInvitation => {
    const stands = isOpenInvitation(one) && !isBound(syndicate.state)
    return stands ? { ...one, state: 'recalled' } : one
  })
  return moveSyndicate(context, session, syndicate, { ...order, set: { invitations } })
}

/** A syndicate that is not signed ends with the application that it is formed for. */
export const endWithApplication =
  (context: SyndicateContext): AfterMove =>
  async (session, { application }) => {
    if (!isApplicationEnded(application.state)) return
    for (const syndicate of await context.syndicates.ofApplication(application.id, session)) {
      if (isEnded(syndicate.state) || isBound(syndicate.state)) continue
      const reason = '银团所依据的融资申请已经结束'
      await endSyndicate(context, session, syndicate, { action: 'terminate', mover: PORTAL_MOVER, reason })
    }
  }
