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
import { ReviewRefused } from '../rules/review-refused.js'

/** A move of the bank as a form enters it; the mover and the version come from the `CaseRef`. */
export type BankStep = Omit<MoveOrder, 'mover' | 'shown'>

/**
 * Moves an application of the own bank. The person who claims it, or who moves one without an officer, becomes its
 * officer. A colleague may move it too; the move then names that colleague.
 * @throws RecordNotFound, MoveRefused, Overtaken; DomainError `review.request-withdrawn`, `review.consent-ended`
 */
export function takeStep(context: ReviewContext, of: CaseRef, step: BankStep): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(of.user), of.id, session)
    return moveCase(context, session, application, of, step)
  })
}

/** `takeStep` inside a given transaction. @param application as read in this session */
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

/**
 * A declined application is reviewed again only while consent is valid and the request has not been withdrawn from the
 * hall.
 * @throws DomainError `review.request-withdrawn`, `review.consent-ended`
 */
async function requireReopenable(
  { applications, requests }: Pick<ReviewContext, 'applications' | 'requests'>,
  session: ClientSession,
  application: Application,
): Promise<void> {
  const { bankId, requestId } = application
  const siblings = await applications.ofRequest('all', requestId, session)
  if (siblings.some(({ kind, state }) => kind === 'hall' && state === 'withdrawn')) {
    throw new ReviewRefused('review.request-withdrawn', application)
  }
  const scopes = bankId === null ? [] : await requests.scopesFor(bankId, requestId, session)
  if (scopes.length === 0) throw new ReviewRefused('review.consent-ended', application)
}
