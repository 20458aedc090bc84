import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import type { Draft } from '../data/draft.store.js'
import type { RequestContext } from '../request-context.js'
import type { Mover } from '../rules/mover.js'

/** The most drafts of one enterprise at a time. */
const MOST_DRAFTS = 20

export type NewDraft = Pick<Draft, 'needId' | 'channel' | 'productIds' | 'afterId' | 'typed'>

/** Starts a draft. The error is a Chinese sentence. */
export async function startDraft(
  context: RequestContext,
  enterpriseId: string,
  given: NewDraft,
  mover: Mover,
): Promise<Result<Draft>> {
  return inTransaction(context.connection, async (session): Promise<Result<Draft>> => {
    if ((await context.drafts.list(enterpriseId, session)).length >= MOST_DRAFTS) {
      return failed(`最多保存 ${MOST_DRAFTS} 份草稿，请先提交或放弃不用的`)
    }
    const at = context.now()
    const draft: Draft = { ...given, id: newRecordId(), enterpriseId, createdAt: at, updatedAt: at }
    await context.drafts.insert(session, draft)
    await recordEvent(context, session, draft, 'APPLICATION_DRAFT_SAVED', mover)
    return ok(draft)
  })
}

/** Stores the form as typed, with its faults. @throws DomainError `application.draft-not-found` */
export async function saveDraft(
  context: RequestContext,
  { enterpriseId, id }: Pick<Draft, 'enterpriseId' | 'id'>,
  set: Partial<Pick<Draft, 'channel' | 'productIds' | 'typed'>>,
  mover: Mover,
): Promise<Draft> {
  return inTransaction(context.connection, async (session) => {
    const draft = await context.drafts.find(enterpriseId, id, session)
    if (draft === null) throw new DomainError('application.draft-not-found')
    const next = { ...draft, ...set, updatedAt: context.now() }
    await context.drafts.replace(session, next)
    await recordEvent(context, session, next, 'APPLICATION_DRAFT_SAVED', mover)
    return next
  })
}

/** Deletes a draft. @throws DomainError `application.draft-not-found` */
export async function discardDraft(
  context: RequestContext,
  enterpriseId: string,
  id: string,
  mover: Mover,
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    const draft = await context.drafts.find(enterpriseId, id, session)
    if (draft === null) throw new DomainError('application.draft-not-found')
    await context.drafts.remove(session, enterpriseId, id)
    await recordEvent(context, session, draft, 'APPLICATION_DRAFT_DISCARDED', mover)
  })
}

async function recordEvent(
  { audit }: RequestContext,
  session: ClientSession,
  { id, needId, channel }: Draft,
  name: string,
  { actor }: Mover,
): Promise<void> {
  await audit.record(session, { name, actor, subject: { kind: 'application-draft', id }, detail: { needId, channel } })
}
