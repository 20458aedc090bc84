import type { ClientSession } from 'mongoose'
import { inTransaction } from '../db/index.js'
import { changeEnterprise } from './change-enterprise.js'
import type { Actor, Context } from './context.js'
import type { Enterprise } from './enterprise.js'

/**
 * Closes an enterprise: profile, figures, needs, decision records and files are deleted, every consent is revoked, and
 * the other holders let go of their part. What stays is that it was registered, which consents it had given, and the
 * audit log, which holds no value of the profile. It cannot be undone.
 * @throws NotFound when it is not there or closed already.
 */
export async function closeEnterprise(context: Context, enterpriseId: string, by: Actor): Promise<void> {
  const files = await inTransaction(context.connection, async (session) => {
    const evidence = await context.evidence.list(enterpriseId, session)
    await context.needs.removeAll(session, enterpriseId)
    await context.matches.removeAll(session, enterpriseId)
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

/** Takes a sample enterprise away without a trace, in the transaction of whoever clears the samples. */
export async function removeSample(context: Context, session: ClientSession, enterpriseId: string): Promise<void> {
  const enterprise = await context.enterprises.find(enterpriseId, session)
  if (!enterprise?.isSample) return
  await context.needs.removeAll(session, enterpriseId)
  await context.matches.removeAll(session, enterpriseId)
  await context.consents.removeAll(session, enterpriseId)
  for (const { id } of await context.evidence.list(enterpriseId, session)) {
    await context.evidence.remove(session, enterpriseId, id)
  }
  await context.enterprises.remove(session, enterpriseId)
}

async function revokeAll({ consents, now }: Context, session: ClientSession, enterpriseId: string): Promise<void> {
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
