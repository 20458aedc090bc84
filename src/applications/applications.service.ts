import type { ClientSession } from 'mongoose'
import { inTransaction } from '../db/index.js'
import type { LawDate } from '../kernel/dates.js'
import { DomainError } from '../kernel/domain-error.js'
import type { ApplicationContext } from './application-context.js'
import { applicationStore, type ApplicationScope, type ApplicationStore } from './data/application.store.js'
import { moveStore } from './data/move.store.js'
import type { Application, MoveRecord } from './rules/application.js'
import { amendApplication, type Amendment } from './use-cases/amend-application.js'
import { enterApplication, type ApplicationEntry } from './use-cases/enter-application.js'
import { moveApplication, type MoveOrder } from './use-cases/move-application.js'

export type ApplicationsParts = Pick<ApplicationContext, 'connection' | 'now' | 'audit' | 'notices' | 'afterMove'>
export type ApplicationsService = ReturnType<typeof applicationsService>

/** The applications and the one way to move them, for every room that works on them. */
export function applicationsService(parts: ApplicationsParts) {
  const { connection } = parts
  const context: ApplicationContext = {
    ...parts,
    applications: applicationStore(connection),
    moves: moveStore(connection),
  }
  const { applications, moves } = context

  async function get(scope: ApplicationScope, id: string, session: ClientSession | null = null): Promise<Application> {
    const application = await applications.find(scope, id, session)
    if (application === null) throw new DomainError('application.not-found')
    return application
  }

  return {
    /** @throws DomainError `application.not-found`, also when it lies outside the scope */
    get,
    /** Null when it is not there or lies outside the scope. */
    find: (scope: ApplicationScope, id: string, session: ClientSession | null = null): Promise<Application | null> =>
      applications.find(scope, id, session),
    list: (...asked: Parameters<ApplicationStore['list']>) => applications.list(...asked),
    ofRequest: (scope: ApplicationScope, requestId: string, session: ClientSession | null = null) =>
      applications.ofRequest(scope, requestId, session),
    /** Offers that wait for the enterprise and run out by that day at the latest; samples are left out. */
    offeredUntil: (day: LawDate): AsyncIterable<Application> => applications.offeredUntil(day),
    /** Places in the hall in these states whose request was submitted before an instant. */
    hallBefore: (states: readonly Application['state'][], at: Date) => applications.hallBefore(states, at),
    /** Banks that got a place, and whose time to make contact ran out before an instant. */
    contactsDueBefore: (at: Date) => applications.contactsDueBefore(at),
    /** Applications whose current step has used 70 % of its limit; samples are left out. */
    pastAmber: (at: Date): AsyncIterable<Application> => applications.pastAmber(at),
    lastMoveOf: (applicationId: string, session: ClientSession | null = null): Promise<MoveRecord | null> =>
      moves.last(applicationId, session),
    movesOf: (applicationId: string): Promise<readonly MoveRecord[]> => moves.of(applicationId),

    /** For statistics: every application, or those of some requests; and the requests of some applications. */
    records: {
      applications: (requestIds: readonly string[] | null) => applications.walk(requestIds),
      requestIdsOf: (ids: readonly string[]) => applications.requestIdsOf(ids),
    },

    /** Enters an application of a request with its first move. See `enterApplication`. */
    enterIn: (session: ClientSession, entry: ApplicationEntry): Promise<Application> =>
      enterApplication(context, session, entry),

    /** Moves one application inside the caller's transaction. See `moveApplication`. */
    moveIn: (session: ClientSession, application: Application, order: MoveOrder): Promise<Application> =>
      moveApplication(context, session, application, order),

    /** Changes one application without moving it, inside the caller's transaction. See `amendApplication`. */
    amendIn: (session: ClientSession, application: Application, amendment: Amendment): Promise<Application> =>
      amendApplication(context, session, application, amendment),

    /** Moves one application in a transaction of its own. @throws DomainError `application.not-found`; MoveRefused, Overtaken */
    move: (scope: ApplicationScope, id: string, order: MoveOrder): Promise<Application> =>
      inTransaction(connection, async (session) => {
        return moveApplication(context, session, await get(scope, id, session), order)
      }),

    /** The shared context, for the use cases of this room's own parts. */
    context,
  }
}
