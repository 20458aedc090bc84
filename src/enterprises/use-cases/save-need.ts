import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../../db/index.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { EnterpriseContext, SaveResult } from './change-enterprise.js'
import type { Need, NeedTerms } from '../rules/need.js'
import type { Actor } from '../../kernel/actor.js'

/** Needs one enterprise may keep, withdrawn ones included. */
const MOST_NEEDS = 50

/** Adds a need. The error is a Chinese sentence. */
export async function addNeed(
  context: EnterpriseContext,
  enterpriseId: string,
  terms: NeedTerms,
  by: Actor,
): Promise<Result<Need>> {
  return inTransaction(context.connection, (session) => addNeedWithin(context, session, enterpriseId, terms, by))
}

/** Adds a need in a transaction that is under way. The error is a Chinese sentence. */
export async function addNeedWithin(
  context: EnterpriseContext,
  session: ClientSession,
  enterpriseId: string,
  terms: NeedTerms,
  by: Actor,
): Promise<Result<Need>> {
  if ((await context.needs.list(enterpriseId, session)).length >= MOST_NEEDS) {
    return failed(`最多保存 ${MOST_NEEDS} 项需求`)
  }
  const at = context.now()
  const need: Need = {
    ...terms,
    id: newRecordId(),
    enterpriseId,
    status: 'open',
    version: 1,
    createdAt: at,
    updatedAt: at,
    by: by.accountId,
  }
  await context.needs.insert(session, need)
  await recordEvent(context, session, need, 'NEED_ADDED', by)
  return ok(need)
}

/** Saves a need that a form of `version` showed. @throws NotFound when it is not there or is someone else's. */
export async function saveNeed(
  context: EnterpriseContext,
  of: { readonly enterpriseId: string; readonly needId: string; readonly version: number },
  terms: NeedTerms,
  by: Actor,
): Promise<SaveResult<Need>> {
  return inTransaction(context.connection, async (session): Promise<SaveResult<Need>> => {
    const need = await requireNeed(context, session, of.enterpriseId, of.needId)
    if (need.version > of.version) return { ok: false, current: need }
    return { ok: true, record: await writeNeed(context, session, { ...need, ...terms }, 'NEED_CHANGED', by) }
  })
}

/** Takes a need back, or opens it again. */
export async function setNeedStatus(
  context: EnterpriseContext,
  enterpriseId: string,
  needId: string,
  status: Need['status'],
  by: Actor,
): Promise<Need> {
  return inTransaction(context.connection, async (session) => {
    const need = await requireNeed(context, session, enterpriseId, needId)
    if (need.status === status) return need
    const event = status === 'withdrawn' ? 'NEED_WITHDRAWN' : 'NEED_REOPENED'
    return writeNeed(context, session, { ...need, status }, event, by)
  })
}

async function requireNeed(
  { needs }: EnterpriseContext,
  session: ClientSession,
  enterpriseId: string,
  id: string,
): Promise<Need> {
  const need = await needs.find(enterpriseId, id, session)
  if (need === null) throw new RecordNotFound('need.not-found')
  return need
}

async function writeNeed(
  context: EnterpriseContext,
  session: ClientSession,
  need: Need,
  event: string,
  by: Actor,
): Promise<Need> {
  const next = { ...need, version: need.version + 1, updatedAt: context.now(), by: by.accountId }
  if (!(await context.needs.replace(session, next, need.version))) {
    throw new Error(`need ${need.id} was changed inside a transaction that had read it`)
  }
  await recordEvent(context, session, next, event, by)
  return next
}

async function recordEvent(
  { audit }: EnterpriseContext,
  session: ClientSession,
  need: Need,
  name: string,
  actor: Actor,
): Promise<void> {
  const detail = { needId: need.id, version: need.version }
  await audit.record(session, { name, actor, subject: { kind: 'enterprise', id: need.enterpriseId }, detail })
}
