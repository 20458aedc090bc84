import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import { accountsService, type AccountsService } from './accounts/index.js'
import {
  applicationsService,
  requestsService,
  type ApplicationsService,
  type RequestsService,
} from './applications/index.js'
import { afterMoveSteps } from './after-move.js'
import { auditLog, type AuditLog } from './audit/index.js'
import { catalogueStore, currentCatalogue, loadFirstCatalogue, type CurrentCatalogue } from './catalogue/index.js'
import { centreService, type CentreService, type Samples } from './centre/index.js'
import type { Config } from './config.js'
import { ensureIndexes, sharedSetting, type Database } from './db/index.js'
import { addSamples, historyIsArriving, removeDemo, samplesAreOn } from './demo/index.js'
import { enterprisesService, type EnterprisesService } from './enterprises/index.js'
import { escalationsService, type EscalationsService } from './escalations/index.js'
import { agreementJobs } from './agreements/agreements.jobs.js'
import { reminderJobs } from './reminders/reminders.jobs.js'
import { hallJobs } from './hall/hall.jobs.js'
import { jobsService, type JobDefinition, type Jobs } from './jobs/index.js'
import { loanJobs } from './loans/loans.jobs.js'
import { offerJobs } from './offers/offers.jobs.js'
import { registerJobs } from './registers/registers.jobs.js'
import { syndicateJobs } from './syndicates/syndicates.jobs.js'
import { hallService, type HallService } from './hall/index.js'
import { loansService, type LoansService } from './loans/index.js'
import type { Logger } from './log/index.js'
import {
  matchResultStore,
  questionnaireStore,
  type MatchResultStore,
  type QuestionnaireStore,
} from './matching/index.js'
import { mailJobs, mailService, noticesService, type Mail, type Notices } from './notices/index.js'
import { agreementsService, type AgreementsService } from './agreements/index.js'
import { liveDatasetOf, type LiveDataset } from './statistics/index.js'
import { projectListsService, type ProjectListsService } from './project-lists/index.js'
import { publicFiguresService, type PublicFiguresService } from './public-figures/index.js'
import { remindersService, type RemindersService } from './reminders/index.js'
import { offersService, type OffersService } from './offers/index.js'
import { registersService, withRegisterChecks, type RegistersService } from './registers/index.js'
import { reviewService, type ReviewService } from './review/index.js'
import { loadReference, openReference, referenceStore, type Reference } from './reference/index.js'
import { syndicatesService, type SyndicatesService } from './syndicates/index.js'
import { anonymousLimit, sessionIndex } from './web/security/index.js'

/** The services of the portal, each created once. */
export type Deps = {
  readonly config: Config
  readonly log: Logger
  readonly db: Database
  readonly now: () => Date
  readonly sessionSecret: string
  /** Limits the anonymous requests of one address in a minute. */
  readonly limit: RequestHandler
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly questionnaires: QuestionnaireStore
  readonly results: MatchResultStore
  readonly audit: AuditLog
  readonly mail: Mail
  readonly notices: Notices
  readonly jobs: Jobs
  readonly enterprises: EnterprisesService
  readonly accounts: AccountsService
  readonly applications: ApplicationsService
  readonly requests: RequestsService
  readonly liveDataset: LiveDataset
  readonly hall: HallService
  readonly review: ReviewService
  readonly reminders: RemindersService
  readonly escalations: EscalationsService
  readonly offers: OffersService
  readonly loans: LoansService
  readonly syndicates: SyndicatesService
  readonly registers: RegistersService
  readonly centre: CentreService
  readonly publicFigures: PublicFiguresService
  readonly agreements: AgreementsService
  readonly projectLists: ProjectListsService
  readonly samples: Samples
  readonly history: { readonly isArriving: () => Promise<boolean> }
}

/** Creates every service on an open database, and loads reference data and the first catalogue where they are missing. */
export async function createDeps(given: Pick<Deps, 'config' | 'log' | 'db' | 'now'>): Promise<Deps> {
  const { config, db, now } = given
  const { connection } = db
  const { reference, catalogue } = await openCatalogue(given)
  const questionnaires = questionnaireStore(connection)
  const results = matchResultStore(connection)
  const limit = anonymousLimit(connection, config.rateLimitPerMinute, now)
  const audit = auditLog(connection, now)
  const mail = mailService({ connection, config, log: given.log, now })
  const profiles = enterprisesService({
    ...{ connection, now, audit, reference, catalogue },
    // Called when an enterprise is exported or closed, after all services are created.
    holders: () => [
      ...[
        accounts.people,
        requests.holder,
        escalations.holder,
        loans.holder,
        syndicates.ofEnterprise,
        projectLists.holder,
      ],
      notices.ofEnterprise,
    ],
  })
  const registers = registersService({ connection, now, audit, log: given.log, enterprises: profiles })
  const enterprises = withRegisterChecks(profiles, registers, connection)
  const centre = centreService({ connection, now, audit })
  const publicFigures = publicFiguresService({ connection, now, audit })
  const projectLists = projectListsService({ connection, now, audit, reference, enterprises })
  const accounts: AccountsService = accountsService({ connection, now, config, audit, mail, enterprises })
  const notices: Notices = noticesService({ connection, now, mail, config, peopleOf: accounts.activeOf })
  const applications: ApplicationsService = applicationsService({
    ...{ connection, now, audit, notices },
    // Asked on each move, long after the services are there.
    afterMove: () => afterMoveSteps({ requests, hall, escalations, offers, syndicates }),
  })
  const requests = requestsService({ connection, now, audit, notices, catalogue, enterprises, applications })
  const hall = hallService({
    ...{ connection, now, audit, notices, applications, requests, catalogue, reference },
    windowLength: config.claimWindow,
    peopleOf: accounts.activeOf,
  })
  const loans = loansService({
    ...{ connection, now, audit, notices, applications },
    projectOf: async (requestId, session) => (await requests.find('all', requestId, session))?.needId ?? requestId,
  })
  const escalations = escalationsService({
    ...{ connection, now, audit, notices, applications },
    peopleOf: accounts.activeOf,
  })
  const reminders = remindersService({ connection, now, notices, applications, escalations })
  const review = reviewService({
    ...{ connection, now, audit, notices, applications, requests, enterprises, accounts, catalogue, escalations },
  })
  const liveDataset = liveDatasetOf({
    audit,
    requests: (ids) => requests.walk(ids),
    ...applications.records,
    ...loans.records,
    sectionOf: (industry) => reference.industries.find(industry)?.section ?? null,
  })
  const offers = offersService({ connection, now, audit, notices, applications, requests })
  const syndicates = syndicatesService({
    ...{ connection, now, audit, notices, applications, enterprises, accounts, catalogue },
  })
  const agreements = agreementsService({ connection, now, audit, notices, contractedBy: loans.contractedFen })
  const jobs = jobsService({ connection, now, log: given.log })
  jobs.defineAll(jobsOf({ agreements, mail, registers, hall, reminders, offers, loans, syndicates }, now))
  const newSecret = () => randomBytes(32).toString('base64url')
  const sessionSecret = config.sessionSecret ?? (await sharedSetting(connection, 'session-secret', newSecret))
  await Promise.all([ensureIndexes(connection), sessionIndex(connection)])
  await publicFigures.loadShipped()
  return {
    ...given,
    reference,
    catalogue,
    questionnaires,
    results,
    limit,
    sessionSecret,
    audit,
    mail,
    notices,
    jobs,
    enterprises,
    accounts,
    applications,
    requests,
    liveDataset,
    hall,
    review,
    reminders,
    escalations,
    offers,
    loans,
    syndicates,
    registers,
    centre,
    publicFigures,
    agreements,
    projectLists,
    history: { isArriving: () => historyIsArriving({ connection }) },
    samples: samplesOf({
      ...given,
      connection,
      audit,
      accounts,
      enterprises,
      registers,
      projectLists,
      agreements,
      syndicates,
      loans,
      hall,
      review,
      offers,
      escalations,
      requests,
      notices,
      reference,
      catalogue,
    }),
  }
}

type Workers = Pick<
  Deps,
  'agreements' | 'mail' | 'registers' | 'hall' | 'reminders' | 'offers' | 'loans' | 'syndicates'
>

/** The recurring jobs of all rooms, in the order in which the centre sees them. */
const jobsOf = (parts: Workers, now: () => Date): readonly JobDefinition[] => [
  ...mailJobs(parts.mail),
  ...reminderJobs(parts.reminders),
  ...hallJobs(parts.hall),
  ...offerJobs(parts.offers),
  ...loanJobs(parts.loans, now),
  ...syndicateJobs(parts.syndicates),
  ...agreementJobs(parts.agreements),
  ...registerJobs(parts.registers),
]

/** The switch of the centre for sample data. */
function samplesOf(parts: Parameters<typeof removeDemo>[0]): Samples {
  return {
    areOn: () => samplesAreOn(parts),
    turnOn: (by) => addSamples(parts, by),
    async turnOff(by) {
      await removeDemo(parts, by)
    },
  }
}

/** Reference data and catalogue only, for the commands. */
export async function openCatalogue({
  db: { connection },
  log,
  now,
}: Pick<Deps, 'db' | 'now'> & Partial<Pick<Deps, 'log'>>): Promise<Pick<Deps, 'reference' | 'catalogue'>> {
  const tables = referenceStore(connection)
  const versions = catalogueStore(connection)
  await ensureIndexes(connection)
  await loadReference(tables)
  const reference = await openReference(tables)
  await loadFirstCatalogue(versions, { vocabularyOf: (banks) => reference.vocabulary(banks), now: now() })
  const onUnusable = (version: string, error: unknown) => {
    log?.error({ err: error, version }, 'the catalogue version in force cannot be used; the last one goes on')
  }
  return { reference, catalogue: currentCatalogue(versions, reference, undefined, onUnusable) }
}
