import { RecordNotFound } from '../../kernel/domain-error.js'
import type { EnterpriseContext } from './change-enterprise.js'
import { recordOf } from '../data/need-match.store.js'

/**
 * Everything held about an enterprise as plain JSON values, ours and that of the other holders. Files are listed with
 * their hashes; their content is downloaded one by one. Source: 个人信息保护法第四十五条 (copy and transfer).
 * @throws NotFound when there is no such enterprise.
 */
export async function exportEnterprise(
  context: EnterpriseContext,
  enterpriseId: string,
): Promise<Record<string, unknown>> {
  const enterprise = await context.enterprises.find(enterpriseId)
  if (enterprise === null) throw new RecordNotFound()
  const [needs, matches, evidence, consents] = await Promise.all([
    context.needs.list(enterpriseId),
    context.matches.all(enterpriseId),
    context.evidence.list(enterpriseId),
    context.consents.list(enterpriseId),
  ])
  const held = await Promise.all(
    context.holders().map(async ({ name, exportOf }) => [name, await exportOf(enterpriseId)] as const),
  )
  return {
    exportedAt: context.now(),
    note: '金额以分为单位（Fen 结尾）；null 表示没有填写。',
    enterprise,
    needs,
    matches: matches.map(({ text, ...match }) => ({ ...match, record: recordOf({ text }) })),
    evidence,
    consents,
    history: await historyOf(context, enterpriseId),
    ...Object.fromEntries(held),
  }
}

/** Events kept for the export; no enterprise comes near. */
const MOST_EVENTS = 10_000

/** What was done about the enterprise and by whose role, newest first; who the people were is in the accounts' part. */
async function historyOf({ audit }: EnterpriseContext, enterpriseId: string) {
  const events = []
  for await (const event of audit.stream({ subjectKind: 'enterprise', subjectId: enterpriseId }, MOST_EVENTS)) {
    events.push({ at: event.at, name: event.name, role: event.actor.role })
  }
  return events
}
