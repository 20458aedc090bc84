import { scopeOf, type Application } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { OfferTerms } from '../../finance/index.js'
import type { Typed } from '../../web/form.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { moveCase } from './take-step.js'

/**
 * Gives or revises the indicative terms; a draft of them has then served its purpose. What an offer said before stays in
 * the record of the moves.
 * @throws NotFound, MoveRefused, Overtaken
 */
export function makeOffer(
  context: ReviewContext,
  of: CaseRef,
  { terms, reason }: { readonly terms: OfferTerms; readonly reason: string | null },
): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(of.user), of.id, session)
    const offer = { id: newRecordId(), terms, at: context.now(), by: of.user.name }
    await context.drafts.removeOf(session, [application.id])
    return moveCase(context, session, application, of, {
      action: application.state === 'offered' ? 'revise' : 'offer',
      reason,
      set: { offer },
      // All of them, since the next revision takes their place on the application.
      detail: { offerId: offer.id, terms },
    })
  })
}

/** Keeps what was typed of the terms, faults and all, for the people of the bank. */
export function saveDraft(context: ReviewContext, { user, id }: Omit<CaseRef, 'shown'>, typed: Typed): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const { id: applicationId } = await context.applications.get(scopeOf(user), id, session)
    const draft = { applicationId, bankId: user.organisation.id, typed, by: user.name, at: context.now() }
    await context.drafts.keep(session, draft)
    await context.audit.record(session, {
      name: 'APPLICATION_TERMS_DRAFTED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
    })
  })
}
