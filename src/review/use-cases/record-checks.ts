import { scopeOf } from '../../applications/index.js'
import { actorOf } from '../../kernel/actor.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { assignmentNotices } from '../review.notices.js'
import { ReviewRefused } from '../rules/review-refused.js'

/**
 * Adds a note for the people of the bank. The audit event does not contain its text.
 * @param key the form's one-time key, so that a second click has no effect
 * @throws RecordNotFound
 */
export function addNote(
  context: ReviewContext,
  { user, id }: Omit<CaseRef, 'shown'>,
  text: string,
  key: string = newRecordId(),
): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const { id: applicationId } = await context.applications.get(scopeOf(user), id, session)
    const note = {
      id: key,
      applicationId,
      bankId: user.organisation.id,
      text,
      by: user.name,
      at: context.now(),
    }
    if (!(await context.notes.insert(session, note))) return
    await context.audit.record(session, {
      name: 'APPLICATION_NOTE_ADDED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
      detail: { noteId: note.id },
    })
  })
}

/** Records that the bank has checked a value, and against what. @throws RecordNotFound */
export function checkFact(
  context: ReviewContext,
  { user, id }: Omit<CaseRef, 'shown'>,
  { fact, note }: { readonly fact: string; readonly note: string },
): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const { id: applicationId } = await context.applications.get(scopeOf(user), id, session)
    const check = {
      ...{ id: newRecordId(), applicationId, bankId: user.organisation.id },
      ...{ fact, note, by: user.name, at: context.now() },
    }
    await context.checks.insert(session, check)
    await context.audit.record(session, {
      name: 'APPLICATION_FACT_CHECKED',
      actor: actorOf(user),
      subject: { kind: 'application', id: applicationId },
      detail: { fact },
    })
  })
}

/**
 * Records that the bank has checked a document of the checklist.
 * @throws RecordNotFound, Overtaken; DomainError `review.no-such-item`, `review.document-without-file`
 */
export function checkDocument(context: ReviewContext, { user, id, shown }: CaseRef, code: string): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(user), id, session)
    const item = application.documents.find((one) => one.code === code)
    if (item === undefined) throw new DomainError('review.no-such-item')
    if (item.evidenceIds.length === 0)
      throw new ReviewRefused('review.document-without-file', application, { title: item.title })
    const done = { checkedBy: user.name, checkedAt: context.now() }
    await context.applications.amendIn(session, application, {
      set: { documents: application.documents.map((one) => (one === item ? { ...one, ...done } : one)) },
      event: 'APPLICATION_DOCUMENT_CHECKED',
      actor: actorOf(user),
      detail: { code },
      shown,
    })
  })
}

/** A manager assigns a case to a person of the bank. @throws RecordNotFound, Overtaken; DomainError `review.officer-unknown` */
export async function assignOfficer(
  context: ReviewContext,
  { user, id, shown }: CaseRef,
  officerId: string,
): Promise<void> {
  const officer = (await colleaguesOf(context, user)).find((one) => one.id === officerId)
  if (officer === undefined) throw new DomainError('review.officer-unknown')
  await inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(user), id, session)
    const assignment = { toId: officer.id, toName: officer.name, by: user.name }
    await context.notices.tell(session, assignmentNotices(application, assignment))
    await context.applications.amendIn(session, application, {
      set: { officerId: officer.id, officerName: officer.name },
      event: 'APPLICATION_OFFICER_ASSIGNED',
      actor: actorOf(user),
      detail: { fromId: application.officerId, toId: officer.id },
      shown,
    })
  })
}

const MAX_COLLEAGUES = 500

/** The active people of the own bank. */
export async function colleaguesOf(
  { accounts }: Pick<ReviewContext, 'accounts'>,
  { organisation }: Pick<SignedInUser, 'organisation'>,
): Promise<readonly { readonly id: string; readonly name: string; readonly role: string }[]> {
  const page = { skip: 0, limit: MAX_COLLEAGUES }
  const { accounts: people } = await accounts.list({ organisation, state: 'active' }, page)
  return people.map(({ id, name, role }) => ({ id, name, role }))
}
