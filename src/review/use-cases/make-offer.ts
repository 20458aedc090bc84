import { scopeOf, type Application } from '../../applications/index.js'
import type { FormValues } from '../data/terms-draft.store.js'
import { actorOf } from '../../kernel/actor.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { OfferTerms } from '../../finance/index.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { moveCase } from './take-step.js'

/**
 * Makes or revises the offer and deletes its draft. Earlier terms stay in the move log.
 * @throws RecordNotFound, MoveRefused, Overtaken
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
      // All terms, since the next revision replaces them on the application.
      detail: { offerId: offer.id, terms },
    })
  })
}

/** Saves the terms as typed, with their faults, for the people of the bank. */
export function saveDraft(
  context: ReviewContext,
  { user, id }: Omit<CaseRef, 'shown'>,
  typed: FormValues,
): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const { id: applicationId } = await context.applications.get(scopeOf(user), id, session)
    const draft = { applicationId, bankId: user.organisation.id, typed, by: user.name, at: context.now() }
    await context.drafts.save(session, draft)
    await context.audit.record(session, {
      name: 'APPLICATION_TERMS_DRAFTED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
    })
  })
}
