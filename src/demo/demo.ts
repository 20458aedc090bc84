import type { ClientSession, Connection } from 'mongoose'
import { systemActor, type Actor, type AuditLog } from '../audit/index.js'
import type { AccountsService } from '../accounts/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { Config } from '../config.js'
import { inTransaction } from '../db/index.js'
import { enterSamples, type EnterprisesService } from '../enterprises/index.js'
import type { RequestsService } from '../applications/index.js'
import type { RemindersService } from '../applications/index.js'
import type { EscalationsService } from '../escalations/index.js'
import type { HallService } from '../hall/index.js'
import type { LoansService } from '../loans/index.js'
import type { OffersService } from '../offers/index.js'
import type { ReviewService } from '../review/index.js'
import type { Notices } from '../notices/index.js'
import type { Reference } from '../reference/index.js'
import { findRegister, type RegistersService } from '../registers/index.js'
import { demoStore } from './demo.store.js'
import type { AgreementsService, PipelineService } from '../monitoring/index.js'
import { historyStore } from './history/index.js'
import { addSampleApplications } from './sample-applications.js'
import { sampleAgreements, sampleProjects } from './sample-projects.js'
import type { SyndicatesService } from '../syndicates/index.js'
import { makeSamples } from './samples.js'

/** What demonstration data is made with and taken away with. */
export type DemoDeps = {
  readonly config: Pick<Config, 'environment' | 'mongodbUri' | 'demoPassword'>
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly accounts: Pick<AccountsService, 'open' | 'list' | 'renewSamplePassword' | 'removeSamples'>
  readonly enterprises: Pick<
    EnterprisesService,
    | 'sampleIds'
    | 'removeSample'
    | 'evidenceOf'
    | 'addEvidence'
    | 'removeEvidence'
    | 'findByCreditCode'
    | 'needsOf'
    | 'matchNeed'
  >
  readonly registers: Pick<RegistersService, 'addSamples' | 'removeSamples'>
  readonly pipeline: Pick<PipelineService, 'addSamples' | 'removeSamples' | 'imports'>
  readonly agreements: Pick<AgreementsService, 'addSamples' | 'removeSamples'>
  readonly syndicates: Pick<SyndicatesService, 'addSample' | 'removeSamples'>
  readonly loans: Pick<LoansService, 'removeOf'>
  readonly hall: Pick<HallService, 'removeOf'>
  readonly review: Pick<ReviewService, 'removeOf' | 'removeSettingsOf'>
  readonly offers: Pick<OffersService, 'removeOf'>
  readonly reminders: Pick<RemindersService, 'removeOf'>
  readonly escalations: Pick<EscalationsService, 'removeOf'>
  readonly requests: Pick<RequestsService, 'list' | 'choicesFor' | 'samplesAt' | 'removeOf'>
  readonly notices: Pick<Notices, 'removeSamples' | 'removeAbout'>
  readonly reference: Pick<Reference, 'divisions'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
}

/** Whether this is an evaluation: not production, and the database that comes with the portal. */
export const isEvaluation = ({ config }: Pick<DemoDeps, 'config'>): boolean =>
  config.environment !== 'production' && config.mongodbUri === null

/** Whether sample enterprises are here. */
export async function samplesAreOn({ connection }: Pick<DemoDeps, 'connection'>): Promise<boolean> {
  return (await demoStore(connection).find())?.on ?? false
}

/** Brings the sample enterprises and their register rows in, all or none; nothing happens where they are already. */
export async function addSamples(deps: DemoDeps, by: Actor = systemActor): Promise<void> {
  const { connection, audit, now, reference } = deps
  const store = demoStore(connection)
  if ((await store.find())?.on) return
  const at = now()
  const { enterprises, entries } = makeSamples(
    reference.divisions.map(({ division }) => division),
    at,
  )
  const banks = [...(await deps.catalogue.current()).banks.keys()]
  await inTransaction(connection, async (session) => {
    const ids = await enterSamples(connection, session, enterprises, at)
    for (const [id, rows] of entries) {
      const register = findRegister(id)
      if (register) await deps.registers.addSamples(session, register, rows)
    }
    await deps.pipeline.addSamples(session, sampleProjects(enterprises))
    await deps.agreements.addSamples(session, sampleAgreements(banks, at))
    const solar = enterprises.findIndex(({ name, status }) => name.includes('光伏发电') && status === 'approved')
    await deps.syndicates.addSample(session, { id: ids[solar] ?? '', name: enterprises[solar]?.name ?? '' })
    await store.set(session, true, at)
    await tell(audit, session, 'SAMPLES_ADDED', by, { enterprises: enterprises.length })
  })
  await addSampleApplications(deps)
}

export type Removed = { readonly enterprises: number; readonly accounts: number; readonly entries: number }

/**
 * Takes every sample away: enterprises with their figures, needs, matches, consents and files, register rows, accounts
 * with sessions, links, invitations and mails. The audit log stays, since it can only grow: what the samples did in it
 * is told apart by `isSample` in this event, which names the accounts. Samples do not come back at the next start.
 */
export async function removeDemo(deps: DemoDeps, by: Actor = systemActor): Promise<Removed> {
  const { connection, enterprises, registers, accounts, notices, audit, now } = deps
  const ids = await enterprises.sampleIds()
  for (const id of ids) {
    for (const file of await enterprises.evidenceOf(id)) await enterprises.removeEvidence(id, file.id, by)
  }
  return inTransaction(connection, async (session) => {
    const of = await applicationsOf(connection, session, ids)
    for (const id of ids) await enterprises.removeSample(session, id)
    await deps.requests.removeOf(session, ids)
    await deps.hall.removeOf(session, of.requests)
    await notices.removeAbout(session, 'hall-request', of.requests)
    await deps.review.removeOf(session, of.applications)
    await deps.reminders.removeOf(session, of.applications)
    await deps.escalations.removeOf(session, of.applications)
    await deps.offers.removeOf(session, ids)
    await historyStore(connection).remove(session)
    await deps.loans.removeOf(session, ids)
    await notices.removeSamples(session, ids)
    const entries = await registers.removeSamples(session)
    await deps.pipeline.removeSamples(session)
    await deps.agreements.removeSamples(session)
    await deps.syndicates.removeSamples(session)
    const gone = await accounts.removeSamples(session, ids)
    await deps.review.removeSettingsOf(session, gone)
    await deps.pipeline.imports.removeBy(session, gone)
    await demoStore(connection).set(session, false, now())
    await tell(audit, session, 'SAMPLES_REMOVED', by, { enterprises: ids.length, entries, accounts: gone })
    return { enterprises: ids.length, accounts: gone.length, entries }
  })
}

/** The ids of what is about to go, for the rooms that keep something beside it. */
async function applicationsOf(connection: Connection, session: ClientSession, enterpriseIds: readonly string[]) {
  const rows = await connection
    .collection<{ _id: string; requestId: string }>('applications')
    .find({ enterpriseId: { $in: enterpriseIds } }, { session, projection: { requestId: 1 } })
    .toArray()
  return {
    applications: rows.map(({ _id }) => _id),
    requests: [...new Set(rows.map(({ requestId }) => requestId))],
  }
}

async function tell(
  audit: DemoDeps['audit'],
  session: ClientSession,
  name: string,
  actor: Actor,
  detail: Record<string, unknown>,
) {
  await audit.record(session, {
    name,
    actor,
    subject: { kind: 'demo', id: 'demo' },
    detail: { isSample: true, ...detail },
  })
}
