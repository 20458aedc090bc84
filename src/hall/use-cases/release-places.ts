import { isEnded, moverOf, portal, type Application } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { addDays, addMonths, chinaDay, chinaMidnight, formatDate } from '../../kernel/dates.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { HallContext } from '../hall.context.js'
import { countSuccesses } from './count-successes.js'
import { hallRequestFor } from './find-hall-request.js'

const DAYS_OF_SHORTEST_MONTH = 28

/** An officer gives up the bank's place. @throws RecordNotFound, MoveRefused, Overtaken; DomainError `hall.no-place` */
export async function releasePlace(
  context: HallContext,
  user: SignedInUser,
  requestId: string,
  reason: string,
  shown: number,
): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const { own } = await hallRequestFor(context, user.organisation.id, requestId, session)
    if (own === null) throw new DomainError('hall.no-place')
    return context.applications.moveIn(session, own, { action: 'release', mover: moverOf(user), reason, shown })
  })
}

/**
 * Withdraws places from banks that have not made first contact within the limit.
 * @returns how many places
 */
export async function releaseLateContacts(context: HallContext): Promise<number> {
  const now = context.now()
  const isLate = ({ kind, channel, state, step }: Application) =>
    kind === 'bank' &&
    channel !== 'directed' &&
    state === 'claimed' &&
    step?.name === 'contact' &&
    step.dueAt !== null &&
    step.dueAt < now
  return countSuccesses(await allOf(context.applications.contactsDueBefore(now), isLate), ({ id }) =>
    inTransaction(context.connection, async (session) => {
      const application = await context.applications.get('all', id, session)
      if (!isLate(application)) return false
      const reason = `首次联系最迟应在 ${formatDate(application.step?.dueOn ?? '')}，没有按时联系，平台收回名额。`
      await context.applications.moveIn(session, application, { action: 'release', mover: portal, reason })
      return true
    }),
  )
}

/**
 * Ends requests of the hall without an offer one month after submission. The applications of banks that hold a place are
 * withdrawn, which notifies them.
 * @returns how many requests
 */
export async function lapseRequests(context: HallContext): Promise<number> {
  const today = chinaDay(context.now())
  const isOver = ({ submittedAt }: Application) => addMonths(chinaDay(submittedAt), 1) < today
  const standing = ['open', 'claimed', 'dispatched'] as const
  // No month is shorter, so a request that is over was submitted before this instant.
  const latest = chinaMidnight(addDays(today, -DAYS_OF_SHORTEST_MONTH))
  return countSuccesses(await allOf(context.applications.hallBefore(standing, latest), isOver), ({ id }) =>
    inTransaction(context.connection, async (session) => {
      const hall = await context.applications.get('all', id, session)
      const all = await context.applications.ofRequest('all', hall.requestId, session)
      if (!standing.some((state) => state === hall.state) || all.some(({ reached }) => reached.offered)) return false
      const reason = '提交满一个月没有银行给出方案。'
      for (const one of all.filter(({ kind, state }) => kind === 'bank' && !isEnded(state))) {
        await context.applications.moveIn(session, one, { action: 'withdraw', mover: portal, reason })
      }
      await context.applications.moveIn(session, hall, { action: 'lapse', mover: portal, reason })
      return true
    }),
  )
}

/** Reads all that match before anything moves, since a move would change the iteration. */
async function allOf(
  applications: AsyncIterable<Application>,
  applies: (application: Application) => boolean,
): Promise<readonly Application[]> {
  const found: Application[] = []
  for await (const application of applications) if (applies(application)) found.push(application)
  return found
}
