import { scopeOf } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { NotFound, PageError } from '../../web/errors.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { NotNow } from '../not-now.js'
import { tellOfAssignment } from '../tell-bank.js'

/**
 * Adds a note for the people of the bank. The log says that there is one, not what it says.
 * @param key the form's one-time key: the second click finds the first note
 * @throws NotFound
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

/** Says that the bank has checked a value, and against what. @throws NotFound */
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

/** Says that the bank has checked a paper of the checklist. @throws NotFound, Overtaken; NotNow while no file is there */
export function checkDocument(context: ReviewContext, { user, id, shown }: CaseRef, code: string): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(user), id, session)
    const item = application.documents.find((one) => one.code === code)
    if (item === undefined) throw new NotFound('这份申请没有这项材料。')
    if (item.evidenceIds.length === 0) throw new NotNow(application, '核对材料', `“${item.title}”还没有文件。`)
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

/** A manager gives a case to somebody of the same bank. @throws NotFound, Overtaken; PageError 422 for a stranger */
export async function assignOfficer(
  context: ReviewContext,
  { user, id, shown }: CaseRef,
  officerId: string,
): Promise<void> {
  const officer = (await colleaguesOf(context, user)).find((one) => one.id === officerId)
  if (officer === undefined) throw new PageError(422, '没有改派', '请从本行在用的账号中选择一位。')
  await inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(user), id, session)
    await tellOfAssignment(context, session, application, { toId: officer.id, toName: officer.name, by: user.name })
    await context.applications.amendIn(session, application, {
      set: { officerId: officer.id, officerName: officer.name },
      event: 'APPLICATION_OFFICER_ASSIGNED',
      actor: actorOf(user),
      detail: { fromId: application.officerId, toId: officer.id },
      shown,
    })
  })
}

const MOST_COLLEAGUES = 500

/** Everybody of the own bank who can sign in. */
export async function colleaguesOf(
  { accounts }: Pick<ReviewContext, 'accounts'>,
  { organisation }: Pick<Express.User, 'organisation'>,
): Promise<readonly { readonly id: string; readonly name: string; readonly role: string }[]> {
  const page = { skip: 0, limit: MOST_COLLEAGUES }
  const { accounts: people } = await accounts.list({ organisation, state: 'active' }, page)
  return people.map(({ id, name, role }) => ({ id, name, role }))
}
