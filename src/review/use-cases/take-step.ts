import type { ClientSession } from 'mongoose'
import {
  moverOf,
  scopeOf,
  type Application,
  type ApplicationChanges,
  type MoveOrder,
} from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { requireReopenable } from '../may-reopen.js'

/** A move of the bank as its forms give it; who and which version come with the case. */
export type BankStep = Omit<MoveOrder, 'mover' | 'shown'>

/**
 * Moves an application of the own bank. Who claims it is in charge of it, and so is who moves one that nobody is in
 * charge of; a colleague may stand in, and the move then names that colleague.
 * @throws NotFound, MoveRefused, Overtaken; NotNow for a new review without consent
 */
export function takeStep(context: ReviewContext, of: CaseRef, step: BankStep): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(of.user), of.id, session)
    return moveCase(context, session, application, of, step)
  })
}

/** The same in a transaction that does more. @param application as read in this session */
export async function moveCase(
  context: ReviewContext,
  session: ClientSession,
  application: Application,
  { user, shown }: CaseRef,
  step: BankStep,
): Promise<Application> {
  if (step.action === 'reopen' && application.state === 'declined') {
    await requireReopenable(context, session, application)
  }
  const takes = step.action === 'claim' || application.officerId === null
  const charge: ApplicationChanges = takes ? { officerId: user.id, officerName: user.name } : {}
  return context.applications.moveIn(session, application, {
    ...step,
    mover: moverOf(user),
    shown,
    set: { ...charge, ...step.set },
  })
}
