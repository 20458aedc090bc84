import type { ClientSession } from 'mongoose'
import type { Application } from '../../applications/index.js'
import { newRecordId } from '../../db/index.js'
import { systemActor } from '../../kernel/actor.js'
import type { HallContext } from '../hall.context.js'
import { windowOpenedNotice } from '../hall.notices.js'
import { anonymousRequestOf, codeNamesOf } from '../rules/anonymous-request.js'
import { closingInstant, mayBid, type BiddingWindow } from '../rules/bidding-window.js'

/** Opens the next window of a request in the hall, and notifies every bank that may bid, without naming the enterprise. */
export async function openWindow(
  context: HallContext,
  session: ClientSession,
  hall: Pick<Application, 'id' | 'requestId'>,
  emptyBefore: number,
): Promise<BiddingWindow> {
  const opensAt = context.now()
  const [last, request, applications] = [
    await context.windows.latest(hall.requestId, session),
    await context.requests.get('all', hall.requestId, session),
    await context.applications.ofRequest('all', hall.requestId, session),
  ]
  const window: BiddingWindow = {
    id: newRecordId(),
    requestId: request.id,
    hallId: hall.id,
    number: (last?.number ?? 0) + 1,
    emptyBefore,
    opensAt,
    closesAt: closingInstant(opensAt, context.windowLength),
    state: 'open',
    closedAt: null,
    given: null,
    version: 1,
  }
  await context.windows.insert(session, window)
  const anonymous = anonymousRequestOf(request, codeNamesOf(context.reference))
  const banks = [...new Set(request.products.map(({ bankId }) => bankId))]
  await context.notices.tell(
    session,
    banks
      .filter((bankId) => mayBid(bankId, request, applications))
      .map((bankId) => windowOpenedNotice(bankId, anonymous, window.closesAt)),
  )
  await context.audit.record(session, {
    name: 'HALL_WINDOW_OPENED',
    actor: systemActor,
    subject: { kind: 'request', id: request.id },
    detail: { windowId: window.id, number: window.number, closesAt: window.closesAt.toISOString() },
  })
  return window
}
