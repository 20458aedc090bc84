import { afterMoveSteps } from '../../after-move.js'
import { applicationsService, requestsService, type ApplicationsService } from '../../applications/index.js'
import type { Actor, NewAuditEvent } from '../../audit/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { enterprisesService } from '../../enterprises/index.js'
import { escalationsService } from '../../escalations/index.js'
import { hallService } from '../../hall/index.js'
import { loansService } from '../../loans/index.js'
import { offersService } from '../../offers/index.js'
import type { Tell } from '../../notices/index.js'
import type { Reference } from '../../reference/index.js'
import { remindersService } from '../../reminders/index.js'
import { reviewService } from '../../review/index.js'
import { memoryDatabase, type MemoryDatabase } from './memory-connection.js'
import { inventedOfficer } from './people.js'

/** An audit event with the instant at which it came about. */
export type Told = NewAuditEvent & { readonly at: Date }

/** A notice with the instant at which it was given. */
export type Noticed = Tell & { readonly at: Date }

export type StageParts = {
  readonly now: () => Date
  /** Of what is told, what is kept: the rest never happened for anybody. */
  readonly hears: (tell: Tell, at: Date) => boolean
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
}

export type Stage = ReturnType<typeof openStage>

/**
 * The use cases of the portal as they are, on a database in memory and a clock of its own. What they record is what a
 * real use would have left. Of its notices those are kept that `hears` names, and there are no mails.
 */
export function openStage({ now, hears, reference, catalogue }: StageParts) {
  const memory: MemoryDatabase = memoryDatabase()
  const told: Told[] = []
  const { connection } = memory
  const audit = {
    record: (_session: unknown, happening: NewAuditEvent) => {
      told.push({ ...happening, detail: { ...happening.detail, isSample: true }, at: now() })
      return Promise.resolve()
    },
    list: () => Promise.resolve({ events: [], total: 0 }),
    stream: none,
  }
  const noticed: Noticed[] = []
  const notices = {
    tell: (_session: unknown, given: Tell | readonly Tell[]) => {
      const at = now()
      for (const one of 'to' in given ? [given] : given) if (hears(one, at)) noticed.push({ ...one, at })
      return Promise.resolve()
    },
    removeAbout: () => Promise.resolve(0),
  }
  const enterprises = matchedOnce(enterprisesService({ connection, now, audit, reference, catalogue }))
  const applications: ApplicationsService = applicationsService({
    ...{ connection, now, audit, notices },
    afterMove: () => afterMoveSteps({ requests, hall, escalations, offers }),
  })
  const requests = requestsService({ connection, now, audit, notices, catalogue, enterprises, applications })
  const hall = hallService({
    ...{ connection, now, audit, notices, applications, requests, catalogue, reference },
    windowLength: { unit: 'wd', count: 3 },
    peopleOf: ({ id }) =>
      Promise.resolve(PEOPLE.map((place) => ({ ...inventedOfficer({ bankId: id }, place), emailConfirmedAt: null }))),
  })
  const loans = loansService({
    ...{ connection, now, audit, notices, applications },
    projectOf: async (requestId) => (await requests.get('all', requestId)).needId,
  })
  const escalations = escalationsService({ connection, now, audit, notices, applications })
  const reminders = remindersService({ connection, now, notices, applications, escalations })
  const review = reviewService({
    ...{ connection, now, audit, notices, applications, requests, enterprises, catalogue, escalations },
    accounts: {
      list: () => Promise.resolve({ accounts: [], total: 0 }),
      names: () => Promise.resolve(new Map<string, string>()),
    },
  })
  const offers = offersService({ connection, now, audit, notices, applications, requests })
  const desks = { hall, loans, review, reminders, escalations, offers }
  return { now, memory, told, noticed, catalogue, enterprises, applications, requests, ...desks }
}

/** People of each bank, for the rule of places: as many at every bank, so that it favours none. */
const PEOPLE = [1, 2, 3]

/**
 * Remembers the last match. A need is matched once here and submitted at once: whoever asks for its match again gets
 * the same one, without its text being unpacked.
 */
function matchedOnce(service: ReturnType<typeof enterprisesService>): ReturnType<typeof enterprisesService> {
  let last: Awaited<ReturnType<typeof service.matchNeed>> | null = null
  return {
    ...service,
    async matchNeed(enterpriseId: string, needId: string, by: Actor) {
      if (last?.needId !== needId) last = await service.matchNeed(enterpriseId, needId, by)
      return last
    },
    latestMatch: (enterpriseId: string, needId: string) =>
      last?.needId === needId
        ? Promise.resolve({ match: last, changes: null, since: null })
        : service.latestMatch(enterpriseId, needId),
  }
}

/** No event is ever read on the stage. */
async function* none(): AsyncGenerator<never> {
  // Nothing to give.
}
