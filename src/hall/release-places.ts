import { isEnded, moverOf, portal, type Application } from '../applications/index.js'
import { inTransaction } from '../db/index.js'
import { addDays, addMonths, chinaDay, chinaMidnight, formatDate } from '../kernel/dates.js'
import { NotFound } from '../web/errors.js'
import type { Context } from './context.js'
import { countDone } from './count-done.js'
import { requestFor } from './hall-request.js'

const SHORTEST_MONTH = 28

/** An officer gives the bank's place up. @throws NotFound, MoveRefused, Overtaken. */
export async function releasePlace(
  context: Context,
  user: Express.User,
  requestId: string,
  reason: string,
  shown: number,
): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const { own } = await requestFor(context, user.organisation.id, requestId, session)
    if (own === null) throw new NotFound('贵行没有这项需求的名额。')
    return context.applications.moveIn(session, own, { action: 'release', mover: moverOf(user), reason, shown })
  })
}

/**
 * Takes places back from banks that have not made contact when the limit for it has passed.
 * @returns how many places
 */
export async function releaseLateContacts(context: Context): Promise<number> {
  const now = context.now()
  const isLate = ({ kind, channel, state, step }: Application) =>
    kind === 'bank' &&
    channel !== 'directed' &&
    state === 'claimed' &&
    step?.name === 'contact' &&
    step.dueAt !== null &&
    step.dueAt < now
  return countDone(await allOf(context.applications.contactsDueBefore(now), isLate), ({ id }) =>
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
 * Ends requests of the hall that have had no offer one month after submission; banks that still work on them are told.
 * @returns how many requests
 */
export async function lapseRequests(context: Context): Promise<number> {
  const today = chinaDay(context.now())
  const isOver = ({ submittedAt }: Application) => addMonths(chinaDay(submittedAt), 1) < today
  const standing = ['open', 'claimed', 'dispatched'] as const
  // No month is shorter, so nothing that is over came later.
  const latest = chinaMidnight(addDays(today, -SHORTEST_MONTH))
  return countDone(await allOf(context.applications.hallBefore(standing, latest), isOver), ({ id }) =>
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

/** Everything that a rule applies to now, read through before anything moves. */
async function allOf(
  applications: AsyncIterable<Application>,
  applies: (application: Application) => boolean,
): Promise<readonly Application[]> {
  const found: Application[] = []
  for await (const application of applications) if (applies(application)) found.push(application)
  return found
}
