import type { ClientSession } from 'mongoose'
import { isEnded, portal, type Application, type Moved } from '../../applications/index.js'
import { newRecordId } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { HallContext } from '../hall.context.js'
import { requestLeftHallNotice } from '../hall.notices.js'
import { PLACES } from '../rules/allocate-places.js'
import { holdsPlace } from '../rules/bidding-window.js'
import { openWindow } from './open-window.js'

/**
 * Called inside the transaction of each move. Opens a window when a request enters the hall, voids it when the request
 * leaves, and reopens the request when a place becomes free.
 */
export async function onApplicationMoved(context: HallContext, session: ClientSession, moved: Moved): Promise<void> {
  if (moved.application.kind === 'hall') await onHallMoved(context, session, moved)
  else if (moved.application.channel !== 'directed') await onBankMoved(context, session, moved)
}

async function onHallMoved(
  context: HallContext,
  session: ClientSession,
  { before, application }: Moved,
): Promise<void> {
  if (before.state !== 'open' && application.state === 'open') await openWindow(context, session, application, 0)
  if (before.state === 'open' && application.state !== 'open') await voidWindow(context, session, application)
}

/** Voids a window that is open when its request leaves the hall; its bids get no place. */
async function voidWindow(context: HallContext, session: ClientSession, { requestId }: Application): Promise<void> {
  const window = await context.windows.latest(requestId, session)
  if (window?.state !== 'open') return
  const closedAt = context.now()
  const next = { ...window, state: 'void' as const, closedAt, given: 0, version: window.version + 1 }
  await context.windows.replace(session, next, window.version)
  for (const bid of await context.bids.activeIn(window.id, session)) {
    await context.bids.save(session, { ...bid, state: 'unplaced', version: bid.version + 1 }, bid.version)
    await context.notices.tell(session, requestLeftHallNotice(bid))
  }
}

async function onBankMoved(
  context: HallContext,
  session: ClientSession,
  { before, application, move }: Moved,
): Promise<void> {
  if (move.action === 'reopen') await requireFreePlace(context, session, application)
  if (isEnded(before.state) || !isEnded(application.state) || application.state === 'closed') return
  if (move.action === 'release') await recordRelease(context, session, { before, application, move })
  // The portal withdraws applications when the whole request is settled or withdrawn: no place becomes free then.
  if (move.action === 'withdraw' && move.by.kind === 'system') return
  const all = await context.applications.ofRequest('all', application.requestId, session)
  const hall = all.find(({ kind }) => kind === 'hall')
  if (hall?.state !== 'claimed') return
  const reason = `${application.bankName ?? ''}的名额空出，重新接受认领。`
  await context.applications.moveIn(session, hall, { action: 'reopenHall', mover: portal, reason })
}

/** Records the release for the promise statistics. */
async function recordRelease(
  context: HallContext,
  session: ClientSession,
  { application, move }: Moved,
): Promise<void> {
  await context.releasedPlaces.insert(session, {
    id: newRecordId(),
    bankId: application.bankId ?? '',
    bankName: application.bankName ?? '',
    requestId: application.requestId,
    applicationId: application.id,
    cause: move.by.kind === 'system' ? 'limit' : 'officer',
    reason: move.reason ?? '',
    isSample: application.isSample,
    at: move.at,
  })
}

/** A bank that declined may review again only while a place is free. @throws DomainError `hall.no-free-place` */
async function requireFreePlace(context: HallContext, session: ClientSession, application: Application): Promise<void> {
  const all = await context.applications.ofRequest('all', application.requestId, session)
  if (all.filter(holdsPlace).length <= PLACES) return
  throw new DomainError('hall.no-free-place', { id: application.id, number: application.number, places: PLACES })
}
