import { portal, type Application } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { addDays, formatDate, type LawDate, chinaDay } from '../../kernel/dates.js'
import type { OffersContext } from '../offers.context.js'

/**
 * Expires offers whose last day has passed without a choice, each in its own transaction. It skips an offer that has moved
 * meanwhile, so that two processes may run at once. Sample offers do not expire.
 * @returns how many expired
 */
export async function expireOffers(context: OffersContext, now: Date, stopped?: AbortSignal): Promise<number> {
  const lastDay = addDays(chinaDay(now), -1)
  // Read all ids first, since a move would change the iteration.
  const ids: string[] = []
  for await (const { id } of context.applications.offeredUntil(lastDay)) ids.push(id)
  let expired = 0
  for (const id of ids) {
    if (stopped?.aborted) break
    if (await expire(context, id, lastDay)) expired += 1
  }
  return expired
}

function expire({ connection, applications }: OffersContext, id: string, lastDay: LawDate): Promise<boolean> {
  return inTransaction(connection, async (session) => {
    const application = await applications.get('all', id, session)
    const until = untilOf(application)
    if (until === null || until > lastDay) return false
    const reason = `方案有效期到 ${formatDate(until)}，企业没有选定，已经失效。`
    await applications.moveIn(session, application, { action: 'expire', mover: portal, reason })
    return true
  })
}

const untilOf = ({ state, offer }: Application): LawDate | null =>
  state === 'offered' && offer !== null ? offer.terms.validUntil : null
