import { systemActor, type Actor } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { tell, type DemoDeps } from './demo.js'
import { demoStore } from './demo.store.js'
import { historyStore } from './history/index.js'

export type Removed = {
  readonly enterprises: number
  readonly applications: number
  readonly loans: number
  readonly accounts: number
  readonly entries: number
}

/**
 * Takes every sample away: enterprises with their figures, needs, matches, consents and files, register rows, accounts
 * with sessions, links, invitations and mails. The audit log stays, since it can only grow: what the samples did in it
 * is told apart by `isSample` in this event, which names the accounts. Samples do not come back at the next start.
 * @param say takes a line about each part for whoever waits
 */
export async function removeDemo(
  deps: DemoDeps,
  by: Actor = systemActor,
  say: (line: string) => void = () => undefined,
): Promise<Removed> {
  const { connection, enterprises, registers, accounts, notices, audit, now } = deps
  const ids = await enterprises.sampleIds()
  say(`正在移除 ${ids.length} 家示例企业的申请、贷款和材料……`)
  const { files, removed } = await inTransaction(connection, async (session) => {
    const of = await deps.requests.removeOf(session, ids)
    await deps.hall.removeOf(session, of.requests)
    await notices.removeAbout(session, 'hall-request', of.requests)
    await deps.review.removeOf(session, of.applications)
    await deps.escalations.removeOf(session, of.applications)
    await deps.offers.removeOf(session, ids)
    await historyStore(connection).remove(session)
    const loans = await deps.loans.removeOf(session, ids)
    await notices.removeSamples(session, ids)
    const entries = await registers.removeSamples(session)
    await deps.projectLists.removeSamples(session)
    await deps.agreements.removeSamples(session)
    await deps.syndicates.removeSamples(session)
    const contents = await enterprises.removeSamples(session)
    const gone = await accounts.removeSamples(session, ids)
    await deps.review.removeSettingsOf(session, gone)
    await deps.projectLists.imports.removeBy(session, gone)
    await demoStore(connection).set(session, false, now())
    await tell(audit, session, 'SAMPLES_REMOVED', by, { enterprises: ids.length, entries, accounts: gone })
    const counts = { enterprises: ids.length, applications: of.applications.length, loans, entries }
    return { files: contents, removed: { ...counts, accounts: gone.length } }
  })
  say(`正在删除 ${files.length} 份示例材料的内容……`)
  await enterprises.removeContents(files)
  return removed
}
