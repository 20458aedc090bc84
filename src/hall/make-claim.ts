import type { ClientSession } from 'mongoose'
import { actorOf } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import type { OfferTerms } from '../finance/index.js'
import { NotFound } from '../web/errors.js'
import { AlreadyPlaced, ClaimOvertaken, ClaimsClosed } from './claim-refused.js'
import { takesClaims } from './claim-window.js'
import type { Claim } from './claim.js'
import type { Context } from './context.js'
import { requestFor, type HallRequest } from './hall-request.js'

/** What the form showed: the number of the window, and the version of the bank's claim in it, 0 for none. */
export type Shown = { readonly window: number; readonly version: number }
export type NewClaim = { readonly productId: string; readonly terms: OfferTerms }

/**
 * Makes or changes the claim of the officer's bank, which stays sealed until the window closes.
 * @throws NotFound when the request is not for this bank; ClaimsClosed, AlreadyPlaced; ClaimOvertaken when a colleague
 *   was faster
 */
export async function makeClaim(
  context: Context,
  user: Express.User,
  requestId: string,
  { productId, terms }: NewClaim,
  shown: Shown,
): Promise<Claim> {
  return inTransaction(context.connection, async (session) => {
    const { existing, at } = await openClaim(context, session, user, requestId, shown)
    const product = at.products.find((one) => one.productId === productId)
    if (product === undefined) throw new NotFound('这不是贵行可以用于这项需求的产品。')
    const claim: Claim = {
      id: existing?.id ?? newRecordId(),
      windowId: at.window.id,
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
    return keep(
      context,
      session,
      user,
      claim,
      existing?.state === 'standing' ? 'HALL_CLAIM_CHANGED' : 'HALL_CLAIM_MADE',
    )
  })
}

/** Takes the bank's claim back while the window stands open. @throws as `makeClaim`; NotFound when there is no claim. */
export async function withdrawClaim(
  context: Context,
  user: Express.User,
  requestId: string,
  shown: Shown,
): Promise<Claim> {
  return inTransaction(context.connection, async (session) => {
    const { existing } = await openClaim(context, session, user, requestId, shown)
    if (existing?.state !== 'standing') throw new NotFound('贵行没有认领这项需求。')
    const by = { accountId: user.id, name: user.name }
    const claim: Claim = { ...existing, state: 'withdrawn', by, at: context.now(), version: shown.version + 1 }
    return keep(context, session, user, claim, 'HALL_CLAIM_WITHDRAWN')
  })
}

/** Checks that the bank may claim now, and writes to the window, so that it cannot close between here and the claim. */
async function openClaim(
  context: Context,
  session: ClientSession,
  user: Express.User,
  requestId: string,
  shown: Shown,
): Promise<{ readonly existing: Claim | null; readonly at: HallRequest }> {
  const bankId = user.organisation.id
  const at = await requestFor(context, bankId, requestId, session)
  const { window, own } = at
  if (own !== null) throw new AlreadyPlaced(own)
  if (window.number !== shown.window || !takesClaims(window, context.now())) {
    const all = await context.windows.of(requestId)
    throw new ClaimsClosed(all.find(({ number }) => number === shown.window) ?? window)
  }
  const existing = await context.claims.find(window.id, bankId, session)
  if (existing !== null && existing.version !== shown.version) throw new ClaimOvertaken(existing)
  if (existing === null && shown.version !== 0) throw new NotFound('贵行没有认领这项需求。')
  await context.windows.replace(session, { ...window, version: window.version + 1 }, window.version)
  return { existing, at }
}

async function keep(
  context: Context,
  session: ClientSession,
  user: Express.User,
  claim: Claim,
  name: string,
): Promise<Claim> {
  if (!(await context.claims.keep(session, claim, claim.version - 1))) {
    throw new Error(`claim ${claim.id} was changed inside a transaction that had read it`)
  }
  await context.audit.record(session, {
    name,
    actor: actorOf(user),
    subject: { kind: 'request', id: claim.requestId },
    detail: { claimId: claim.id, windowId: claim.windowId, productId: claim.productId, version: claim.version },
  })
  return claim
}
