import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import { accountsService, type AccountsService } from './accounts/index.js'
import {
  applicationsService,
  remindersService,
  requestsService,
  type ApplicationsService,
  type RemindersService,
  type RequestsService,
} from './applications/index.js'
import { auditLog, type AuditLog } from './audit/index.js'
import { catalogueStore, currentCatalogue, loadFirstCatalogue, type CurrentCatalogue } from './catalogue/index.js'
import { centreService, type CentreService, type Samples } from './centre/index.js'
import type { Config } from './config.js'
import { ensureIndexes, sharedSetting, type Database } from './db/index.js'
import { addSamples, historyIsArriving, removeDemo, samplesAreOn } from './demo/index.js'
import { enterprisesService, type EnterprisesService } from './enterprises/index.js'
import { escalationsService, type EscalationsService } from './escalations/index.js'
import { jobsOf, type Jobs } from './jobs/index.js'
import { hallService, type HallService } from './hall/index.js'
import { loansService, type LoansService } from './loans/index.js'
import type { Logger } from './log/index.js'
import {
  matchResultStore,
  questionnaireStore,
  type MatchResultStore,
  type QuestionnaireStore,
} from './matching/index.js'
import { mailOf, noticesOf, type Mail, type Notices } from './notices/index.js'
import { agreementsService, type AgreementsService } from './agreements/index.js'
import { liveDatasetOf, type LiveDataset } from './statistics/index.js'
import { pipelineService, type PipelineService } from './project-lists/index.js'
import { reportedService, type ReportedService } from './public-figures/index.js'
import { offersService, type OffersService } from './offers/index.js'
import { registersService, withRegisterChecks, type RegistersService } from './registers/index.js'
import { reviewService, type ReviewService } from './review/index.js'
import { loadReference, openReference, referenceStore, type Reference } from './reference/index.js'
import { syndicatesService, type SyndicatesService } from './syndicates/index.js'
import { anonymousLimit, sessionIndex } from './web/security/index.js'

/** What the site is made of: everything a handler may need, put together once. */
export type Deps = {
  readonly config: Config
  readonly log: Logger
  readonly db: Database
  readonly now: () => Date
  readonly sessionSecret: string
  /** Limits what one address may do in a minute without signing in. */
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
  readonly reported: ReportedService
  readonly agreements: AgreementsService
  readonly pipeline: PipelineService
  readonly samples: Samples
  readonly history: { readonly isArriving: () => Promise<boolean> }
}

/** Puts the site together on an open database and brings in reference data and the first catalogue where they are not there. */
export async function createDeps(given: Pick<Deps, 'config' | 'log' | 'db' | 'now'>): Promise<Deps> {
  const { config, db, now } = given
  const { connection } = db
  const { reference, catalogue } = await openCatalogue(given)
  const questionnaires = questionnaireStore(connection)
  const results = matchResultStore(connection)
  const limit = anonymousLimit(connection, config.rateLimitPerMinute, now)
  const audit = auditLog(connection, now)
  const mail = mailOf({ connection, config, log: given.log, now })
  const profiles = enterprisesService({
    ...{ connection, now, audit, reference, catalogue },
    // Asked when an enterprise is exported or closed, long after accounts are there.
    holders: () => [
      ...[accounts.people, requests.holder, escalations.holder, loans.holder, syndicates.ofEnterprise, pipeline.holder],
      notices.ofEnterprise,
    ],
  })
  const registers = registersService({ connection, now, audit, log: given.log, enterprises: profiles })
  const enterprises = withRegisterChecks(profiles, registers, connection)
  const centre = centreService({ connection, now, audit })
  const reported = reportedService({ connection, now, audit })
  const pipeline = pipelineService({ connection, now, audit, reference, enterprises })
  const accounts: AccountsService = accountsService({ connection, now, config, audit, mail, enterprises })
  const notices: Notices = noticesOf({ connection, now, mail, config, peopleOf: accounts.activeOf })
  const applications = applicationsService({ connection, now, audit, notices })
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
  const reminders = remindersService(applications)
  const escalations = escalationsService({
    ...{ connection, now, audit, notices, applications, reminders },
    peopleOf: accounts.activeOf,
  })
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
  const jobs = jobsOf({ connection, now, log: given.log })
  defineJobs(jobs, { agreements, mail, registers, hall, reminders, offers, loans, syndicates, now })
  const newSecret = () => randomBytes(32).toString('base64url')
  const sessionSecret = config.sessionSecret ?? (await sharedSetting(connection, 'session-secret', newSecret))
  await Promise.all([ensureIndexes(connection), sessionIndex(connection)])
  await reported.loadFounding()
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
    reported,
    agreements,
    pipeline,
    history: { isArriving: () => historyIsArriving({ connection }) },
    samples: samplesOf({
      ...given,
      connection,
      audit,
      accounts,
      enterprises,
      registers,
      pipeline,
      agreements,
      syndicates,
      loans,
      hall,
      review,
      offers,
      reminders,
      escalations,
      requests,
      notices,
      reference,
      catalogue,
    }),
  }
}

/** What the portal does by itself. */
function defineJobs(
  jobs: Jobs,
  {
    agreements,
    mail,
    registers,
    hall,
    reminders,
    offers,
    loans,
    syndicates,
    now,
  }: Pick<Deps, 'agreements' | 'mail' | 'registers' | 'hall' | 'reminders' | 'offers' | 'loans' | 'syndicates' | 'now'>,
): void {
  // What a mail server did not take, and what another process left behind.
  jobs.define('deliver-mail', { everyMs: 30_000, title: '发送邮件' }, () => mail.deliver())
  jobs.define('remind-of-limits', { everyMs: 300_000, title: '办理时限提醒' }, (stopped) =>
    reminders.remindAll(stopped),
  )
  // Windows that have closed, banks that made no contact, requests that nobody answered for a month.
  jobs.define('close-hall-windows', { everyMs: 60_000, title: '需求大厅名额分配' }, () => hall.workDue())
  // Offers whose last day has gone by.
  jobs.define('close-due-offers', { everyMs: 600_000, title: '到期方案失效' }, (stopped) => offers.closeDue(stopped))
  // Due dates that went by unpaid, and in January the benefits of the year that has ended.
  const ofLoans = { everyMs: 3600_000, title: '贷款逾期与效益填报提醒' }
  jobs.define('remind-of-loans', ofLoans, async () => {
    await loans.tellOverdue(now())
    await loans.remindOfBenefits(now())
  })
  // Invitations to syndicates whose last day has gone by.
  const ofSyndicates = { everyMs: 600_000, title: '银团邀请到期' }
  jobs.define('close-due-invitations', ofSyndicates, () => syndicates.closeDueInvitations())
  // Agreements that run out within 90 and within 30 days.
  const ofAgreements = { everyMs: 24 * 3600_000, title: '授信协议到期提醒', atStart: true }
  jobs.define('warn-of-expiring-agreements', ofAgreements, () => agreements.warnOfExpiry())
  // Entries that have run out since, and comparisons that an end of the process cut off.
  const daily = { everyMs: 24 * 3600_000, title: '企业填报与名录比对', atStart: true }
  jobs.define('check-register-claims', daily, () => registers.checkAllClaims())
}

/** Demonstration data as the centre turns it on and off. */
function samplesOf(parts: Parameters<typeof removeDemo>[0]): Samples {
  return {
    areOn: () => samplesAreOn(parts),
    turnOn: (by) => addSamples(parts, by),
    async turnOff(by) {
      await removeDemo(parts, by)
    },
  }
}

/** Reference data and catalogue alone: what the commands need. */
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
