import type { MatchRecord } from '@lueqiao/matching-engine'
import type { ClientSession } from 'mongoose'
import { portal, type Application, type FinancingRequest } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { effectiveRate } from '../../finance/index.js'
import { systemActor } from '../../kernel/actor.js'
import type { Bid } from '../data/bid.store.js'
import type { HallContext } from '../hall.context.js'
import { noPlaceNotice, secondWindowNotice } from '../hall.notices.js'
import { allocatePlaces, candidateOf, type PlaceAllocation } from '../rules/allocate-places.js'
import { freePlaces, holdsPlace, type BiddingWindow } from '../rules/bidding-window.js'
import { bankFiguresOf } from './bank-figures.js'
import { countSuccesses } from './count-successes.js'
import { frozenRecord } from './find-hall-request.js'
import { givePlace } from './give-place.js'
import { openWindow } from './open-window.js'

/** Windows handled in one run; the rest wait for the next run. */
const BATCH_SIZE = 200

/**
 * Closes every window that is due: allocates the places, notifies the bidders, and moves the request on. Each window is
 * one transaction; a second process finds it closed. Windows that fell due while nothing ran are closed too.
 * @returns how many windows this call closed
 * @throws the first error, after the other windows
 */
export async function closeDueWindows(context: HallContext): Promise<number> {
  const due = await context.windows.listDue(context.now(), BATCH_SIZE)
  return countSuccesses(due, ({ id, requestId }) => closeWindow(context, id, requestId))
}

async function closeWindow(context: HallContext, windowId: string, requestId: string): Promise<boolean> {
  const record = await frozenRecord(context, requestId)
  return inTransaction(context.connection, async (session) => {
    const window = await context.windows.latest(requestId, session)
    if (window?.id !== windowId || window.state !== 'open') return false
    const request = await context.requests.get('all', requestId, session)
    const before = await context.applications.ofRequest('all', requestId, session)
    const hall = before.find(({ kind }) => kind === 'hall')
    if (hall?.state !== 'open') throw new Error(`window ${windowId} is open for a request that is not in the hall`)

    const bids = await context.bids.activeIn(windowId, session)
    const result = await allocate(context, session, { request, bids, record, places: freePlaces(before) })
    const given = result.filter(({ placed }) => placed).length
    const closedAt = context.now()
    await context.windows.replace(
      session,
      { ...window, state: 'closed', closedAt, given, version: window.version + 1 },
      window.version,
    )
    for (const { bid, ...outcome } of result) await settleBid(context, session, request, bid, outcome, result.length)
    await moveRequestOn(context, session, { window, hall, given, holders: before.filter(holdsPlace).length })
    await context.audit.record(session, {
      name: 'HALL_WINDOW_CLOSED',
      actor: systemActor,
      subject: { kind: 'request', id: requestId },
      detail: { windowId, number: window.number, claims: bids.length, given },
    })
    return true
  })
}

type AllocatedBid = PlaceAllocation & { readonly bid: Bid }

async function allocate(
  context: HallContext,
  session: ClientSession,
  of: { request: FinancingRequest; bids: readonly Bid[]; record: MatchRecord; places: number },
): Promise<readonly AllocatedBid[]> {
  const candidates = []
  for (const bid of of.bids) {
    candidates.push(candidateOf(bid, of.record, await bankFiguresOf(context, session, bid.bankId)))
  }
  return allocatePlaces(of.request, candidates, of.places).flatMap((allocation) => {
    const bid = of.bids.find(({ bankId }) => bankId === allocation.bankId)
    return bid === undefined ? [] : [{ ...allocation, bid }]
  })
}

/** Saves the outcome of a bid. Gives the bank its place, or notifies the officer that it has none. */
async function settleBid(
  context: HallContext,
  session: ClientSession,
  request: FinancingRequest,
  bid: Bid,
  { placed, rank, score }: Pick<PlaceAllocation, 'placed' | 'rank' | 'score'>,
  of: number,
): Promise<void> {
  const outcome = { rank, of, score, costBp: effectiveRate(bid.terms) }
  const state = placed ? 'placed' : 'unplaced'
  await context.bids.save(session, { ...bid, state, outcome, version: bid.version + 1 }, bid.version)
  if (placed) {
    await givePlace(context, session, {
      request,
      to: bid,
      channel: 'hall',
      from: 'open',
      mover: portal,
      reason: `按名额规则第 ${rank} 名，得分 ${score.total.toFixed(2)}。`,
      officer: bid.by,
      detail: { claimId: bid.id, windowId: bid.windowId, rank, points: score.total, indicative: bid.terms },
    })
    return
  }
  await context.notices.tell(session, noPlaceNotice(bid, rank, score))
}

/** Moves the request on: filled, a second window, or dispatch by the bureau. */
async function moveRequestOn(
  context: HallContext,
  session: ClientSession,
  at: { window: BiddingWindow; hall: Application; given: number; holders: number },
): Promise<void> {
  const { window, hall, given, holders } = at
  if (given > 0 || holders > 0) {
    await context.applications.moveIn(session, hall, {
      action: 'fill',
      mover: portal,
      detail: { windowId: window.id, given },
    })
  } else if (window.emptyBefore === 0) {
    const { closesAt } = await openWindow(context, session, hall, 1)
    await context.notices.tell(session, secondWindowNotice(hall, closesAt))
  } else {
    const reason = '连续两轮没有银行认领。'
    await context.applications.moveIn(session, hall, { action: 'dispatch', mover: portal, reason })
  }
}
