import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../db/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { NotFound } from '../web/errors.js'
import type { Draft } from './draft.store.js'
import type { Mover } from './mover.js'
import type { RequestsContext } from './requests-context.js'

/** Drafts one enterprise may keep at a time. */
const MOST_DRAFTS = 20

export type NewDraft = Pick<Draft, 'needId' | 'channel' | 'productIds' | 'afterId' | 'typed'>

/** Begins a request. The error is a Chinese sentence. */
export async function startDraft(
  context: RequestsContext,
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
    await tell(context, session, draft, 'APPLICATION_DRAFT_SAVED', mover)
    return ok(draft)
  })
}

/** Keeps what stands in the form so far, whatever is wrong with it. @throws NotFound when the draft is gone. */
export async function saveDraft(
  context: RequestsContext,
  { enterpriseId, id }: Pick<Draft, 'enterpriseId' | 'id'>,
  set: Partial<Pick<Draft, 'channel' | 'productIds' | 'typed'>>,
  mover: Mover,
): Promise<Draft> {
  return inTransaction(context.connection, async (session) => {
    const draft = await context.drafts.find(enterpriseId, id, session)
    if (draft === null) throw new NotFound('没有这份草稿，可能已经提交或放弃。')
    const next = { ...draft, ...set, updatedAt: context.now() }
    await context.drafts.replace(session, next)
    await tell(context, session, next, 'APPLICATION_DRAFT_SAVED', mover)
    return next
  })
}

/** Throws a draft away. @throws NotFound when it is gone already. */
export async function discardDraft(
  context: RequestsContext,
  enterpriseId: string,
  id: string,
  mover: Mover,
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    const draft = await context.drafts.find(enterpriseId, id, session)
    if (draft === null) throw new NotFound('没有这份草稿，可能已经提交或放弃。')
    await context.drafts.remove(session, enterpriseId, id)
    await tell(context, session, draft, 'APPLICATION_DRAFT_DISCARDED', mover)
  })
}

async function tell(
  { audit }: RequestsContext,
  session: ClientSession,
  { id, needId, channel }: Draft,
  name: string,
  { actor }: Mover,
): Promise<void> {
  await audit.record(session, { name, actor, subject: { kind: 'application-draft', id }, detail: { needId, channel } })
}
