import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { OfferTerms } from '../../finance/index.js'
import { actorOf } from '../../kernel/actor.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { Bid } from '../data/bid.store.js'
import type { HallContext } from '../hall.context.js'
import { acceptsBids } from '../rules/bidding-window.js'
import { hallRequestFor, type HallRequest } from './find-hall-request.js'

/** What the form showed: the number of the window, and the version of the bank's bid in it, 0 for none. */
export type ShownBid = { readonly window: number; readonly version: number }
export type BidInput = { readonly productId: string; readonly terms: OfferTerms }

/**
 * Makes or changes the bid of the officer's bank. It stays sealed until the window closes.
 * @throws RecordNotFound when the request is not open to this bank; DomainError `hall.window-closed`, `hall.has-place`,
 *   `hall.product-unsuitable`, `hall.bid-changed` when a colleague was faster, `hall.no-bid`
 */
export async function placeBid(
  context: HallContext,
  user: SignedInUser,
  requestId: string,
  { productId, terms }: BidInput,
  shown: ShownBid,
): Promise<Bid> {
  return inTransaction(context.connection, async (session) => {
    const { existing, found } = await requireOpenWindow(context, session, user, requestId, shown)
    const product = found.products.find((one) => one.productId === productId)
    if (product === undefined) throw new DomainError('hall.product-unsuitable')
    const bid: Bid = {
      id: existing?.id ?? newRecordId(),
      windowId: found.window.id,
      requestId,
      bankId: product.bankId,
      bankName: product.bankName,
      productId,
      productName: product.productName,
      terms,
      by: { accountId: user.id, name: user.name },
      at: context.now(),
      state: 'standing',
      outcome: null,
      version: shown.version + 1,
    }
    const event = existing?.state === 'standing' ? 'HALL_CLAIM_CHANGED' : 'HALL_CLAIM_MADE'
    return saveBid(context, session, user, bid, event)
  })
}

/** Withdraws the bank's bid while the window is open. @throws as `placeBid`; `hall.no-bid` when there is no bid */
export async function withdrawBid(
  context: HallContext,
  user: SignedInUser,
  requestId: string,
  shown: ShownBid,
): Promise<Bid> {
  return inTransaction(context.connection, async (session) => {
    const { existing } = await requireOpenWindow(context, session, user, requestId, shown)
    if (existing?.state !== 'standing') throw new DomainError('hall.no-bid')
    const by = { accountId: user.id, name: user.name }
    const bid: Bid = { ...existing, state: 'withdrawn', by, at: context.now(), version: shown.version + 1 }
    return saveBid(context, session, user, bid, 'HALL_CLAIM_WITHDRAWN')
  })
}

/** Checks that the bank may bid now. Writes to the window too, so that it cannot close before the bid is saved. */
async function requireOpenWindow(
  context: HallContext,
  session: ClientSession,
  user: SignedInUser,
  requestId: string,
  shown: ShownBid,
): Promise<{ readonly existing: Bid | null; readonly found: HallRequest }> {
  const bankId = user.organisation.id
  const found = await hallRequestFor(context, bankId, requestId, session)
  const { window, own } = found
  if (own !== null) {
    throw new DomainError('hall.has-place', { id: own.id, requestId, submittedAt: own.submittedAt })
  }
  if (window.number !== shown.window || !acceptsBids(window, context.now())) {
    const all = await context.windows.listOfRequest(requestId)
    const { closesAt, closedAt, state } = all.find(({ number }) => number === shown.window) ?? window
    throw new DomainError('hall.window-closed', { requestId, closesAt, closedAt, isVoid: state === 'void' })
  }
  const existing = await context.bids.find(window.id, bankId, session)
  if (existing !== null && existing.version !== shown.version) {
    const { by, at, state } = existing
    throw new DomainError('hall.bid-changed', { requestId, by: by.name, at, isWithdrawn: state === 'withdrawn' })
  }
  if (existing === null && shown.version !== 0) throw new DomainError('hall.no-bid')
  await context.windows.replace(session, { ...window, version: window.version + 1 }, window.version)
  return { existing, found }
}

async function saveBid(
  context: HallContext,
  session: ClientSession,
  user: SignedInUser,
  bid: Bid,
  event: string,
): Promise<Bid> {
  if (!(await context.bids.save(session, bid, bid.version - 1))) {
    throw new Error(`bid ${bid.id} was changed inside a transaction that had read it`)
  }
  await context.audit.record(session, {
    name: event,
    actor: actorOf(user),
    subject: { kind: 'request', id: bid.requestId },
    detail: { claimId: bid.id, windowId: bid.windowId, productId: bid.productId, version: bid.version },
  })
  return bid
}
