import type { ClientSession } from 'mongoose'
import { inTransaction } from '../../db/index.js'
import { changeEnterprise, type EnterpriseContext } from './change-enterprise.js'
import type { Enterprise } from '../rules/enterprise.js'
import type { Actor } from '../../kernel/actor.js'

/**
 * Closes an enterprise: profile, figures, needs, decision records and files are deleted, every consent is revoked, and
 * the other holders let go of their part. What stays is that it was registered, which consents it had given, and the
 * audit log, which holds no value of the profile. It cannot be undone.
 * @throws NotFound when it is not there or closed already.
 */
export async function closeEnterprise(context: EnterpriseContext, enterpriseId: string, by: Actor): Promise<void> {
  const files = await inTransaction(context.connection, async (session) => {
    const evidence = await context.evidence.list(enterpriseId, session)
    await context.needs.removeOf(session, [enterpriseId])
    await context.matches.removeOf(session, [enterpriseId])
    for (const { id } of evidence) await context.evidence.remove(session, enterpriseId, id)
    await revokeAll(context, session, enterpriseId)
    for (const holder of context.holders()) await holder.close(session, enterpriseId)
    await changeEnterprise(context, session, enterpriseId, by, (enterprise) => ({
      next: emptied(enterprise, context.now()),
      part: 'status',
      event: 'ENTERPRISE_CLOSED',
      detail: { files: evidence.length },
    }))
    return evidence
  })
  for (const { id } of files) await context.evidence.removeContent(id)
}

/**
 * Takes the sample enterprises away without a trace, in the transaction of whoever clears the samples.
 * @returns the ids of their files, whose contents take no part in transactions and go afterwards
 */
export async function removeSampleEnterprises(
  context: EnterpriseContext,
  session: ClientSession,
): Promise<readonly string[]> {
  const ids = await context.enterprises.sampleIds(session)
  await context.needs.removeOf(session, ids)
  await context.matches.removeOf(session, ids)
  await context.consents.removeOf(session, ids)
  const files = await context.evidence.removeOf(session, ids)
  await context.enterprises.removeOf(session, ids)
  return files
}

async function revokeAll(
  { consents, now }: EnterpriseContext,
  session: ClientSession,
  enterpriseId: string,
): Promise<void> {
  const revoked = { revokedAt: now(), revokedBy: null }
  for (const { id, revokedAt } of await consents.list(enterpriseId, session)) {
    if (revokedAt === null) await consents.revoke(session, { enterpriseId, id }, revoked)
  }
  await consents.forgetPeople(session, enterpriseId)
}

function emptied(enterprise: Enterprise, at: Date) {
  return {
    ...enterprise,
    status: 'closed' as const,
    returnedReason: null,
    facts: [],
    findings: [],
    years: [],
    closedAt: at,
  }
}
