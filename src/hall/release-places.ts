import { isEnded, moverOf, portal, type Application } from '../applications/index.js'
import { inTransaction } from '../db/index.js'
import { addMonths, formatDate, chinaDay } from '../kernel/dates.js'
import { NotFound } from '../web/errors.js'
import type { Context } from './context.js'
import { countDone } from './count-done.js'
import { requestFor } from './hall-request.js'

const PAGE = 200

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
  return countDone(await allIn(context, 'bank', ['claimed'], isLate), ({ id }) =>
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
  return countDone(await allIn(context, 'hall', standing, isOver), ({ id }) =>
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

/** Everything in these states that a rule applies to now, read through in pages before anything moves. */
async function allIn(
  { applications }: Context,
  kind: Application['kind'],
  states: readonly Application['state'][],
  applies: (application: Application) => boolean,
): Promise<readonly Application[]> {
  const found: Application[] = []
  for (let skip = 0; ; skip += PAGE) {
    const { applications: some, total } = await applications.list('all', { kind, states }, { skip, limit: PAGE }, 'due')
    found.push(...some.filter(applies))
    if (skip + PAGE >= total) return found
  }
}
