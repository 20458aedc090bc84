import type { ClientSession, Connection } from 'mongoose'
import { systemActor, type Actor, type AuditLog } from '../audit/index.js'
import type { AccountsService } from '../accounts/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { Config } from '../config.js'
import { inTransaction } from '../db/index.js'
import { addSampleEnterprises, type EnterprisesService } from '../enterprises/index.js'
import type { RequestsService } from '../applications/index.js'
import type { EscalationsService } from '../escalations/index.js'
import type { HallService } from '../hall/index.js'
import type { LoansService } from '../loans/index.js'
import type { OffersService } from '../offers/index.js'
import type { ReviewService } from '../review/index.js'
import type { Notices } from '../notices/index.js'
import type { Reference } from '../reference/index.js'
import { findRegister, type RegistersService } from '../registers/index.js'
import { demoStore } from './demo.store.js'
import { type AgreementsService } from '../agreements/index.js'
import { type ProjectListsService } from '../project-lists/index.js'
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
    | 'removeSamples'
    | 'removeContents'
    | 'evidenceOf'
    | 'addEvidence'
    | 'findByCreditCode'
    | 'needsOf'
    | 'matchNeed'
  >
  readonly registers: Pick<RegistersService, 'addSamples' | 'removeSamples'>
  readonly projectLists: Pick<ProjectListsService, 'addSamples' | 'removeSamples' | 'imports'>
  readonly agreements: Pick<AgreementsService, 'addSamples' | 'removeSamples'>
  readonly syndicates: Pick<SyndicatesService, 'addSample' | 'removeSamples'>
  readonly loans: Pick<LoansService, 'removeOf'>
  readonly hall: Pick<HallService, 'removeOf'>
  readonly review: Pick<ReviewService, 'decide' | 'removeOf' | 'removeSettingsOf'>
  readonly offers: Pick<OffersService, 'removeOf'>
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

/** Brings everything in that is a sample, the history apart; nothing happens where it is already. */
export async function addSamples(deps: DemoDeps, by: Actor = systemActor): Promise<void> {
  await enterSampleRecords(deps, by)
  await addSampleApplications(deps)
}

/** Brings the sample enterprises and their register rows in, all or none; nothing happens where they are already. */
export async function enterSampleRecords(deps: DemoDeps, by: Actor = systemActor): Promise<void> {
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
    const ids = await addSampleEnterprises(connection, session, enterprises, at)
    for (const [id, rows] of entries) {
      const register = findRegister(id)
      if (register) await deps.registers.addSamples(session, register, rows)
    }
    await deps.projectLists.addSamples(session, sampleProjects(enterprises))
    await deps.agreements.addSamples(session, sampleAgreements(banks, at))
    const solar = enterprises.findIndex(({ name, status }) => name.includes('光伏发电') && status === 'approved')
    await deps.syndicates.addSample(session, { id: ids[solar] ?? '', name: enterprises[solar]?.name ?? '' })
    await store.set(session, true, at)
    await tell(audit, session, 'SAMPLES_ADDED', by, { enterprises: enterprises.length })
  })
}

/** Records what became of the samples. */
export async function tell(
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
