import type { ClientSession } from 'mongoose'
import { DomainError } from '../../kernel/domain-error.js'
import type { Fen } from '../../kernel/money.js'
import type { Moved } from '../application-context.js'
import type { RequestContext } from '../request-context.js'
import type { Application, MoveRecord } from '../rules/application.js'
import type { FinancingRequest, OfferedSecurity } from '../rules/financing-request.js'
import { isBound, isEnded, type ApplicationState } from '../rules/state-table.js'
import { normalizeReference } from './reservation.js'
import { pledgeable, reduceReservation, reservationFaults } from './reserve.js'

/**
 * Reduces the reservation of a request to what its applications can still use (see `remainingReservation`): the part
 * that no contract covers is released when the last application is signed or ended, the rest when the last loan ends. A
 * bank that reopens a refused application reserves the released part again.
 * @throws DomainError `reservation.taken-meanwhile` when another request has reserved that part, and
 * `reservation.need-withdrawn` when the enterprise has withdrawn the need
 */
export async function adjustReservation(
  context: RequestContext,
  session: ClientSession,
  { before, application, move }: Moved,
): Promise<void> {
  const phase = phaseOf(application)
  if (phase === phaseOf(before)) return
  const request = await context.requests.find('all', application.requestId, session)
  // Applications that another room enters without a request have no reservation.
  if (request === null) return
  const event = eventOf(request, application, move)
  if (phase === 'open') {
    if (await reserveAgain(context, session, request, application)) {
      await context.audit.record(session, { name: 'REQUEST_SHARE_TAKEN_AGAIN', ...event })
    }
    return
  }
  if (!request.holding) return
  const kept = remainingReservation(request, await standingsOf(context, session, request))
  if (kept === null) await context.requests.setHolding(session, request.id, false)
  if (!(await reduceReservation(context.reservations, session, request, kept))) return
  const detail = { ...event.detail, keptFen: kept?.amountFen ?? 0 }
  await context.audit.record(session, { name: 'REQUEST_SHARE_RETURNED', ...event, detail })
}

const eventOf = (request: FinancingRequest, application: Application, { by }: MoveRecord) => ({
  actor: { accountId: by.accountId, role: by.kind, organisationId: by.organisationId },
  subject: { kind: 'request', id: request.id },
  detail: { applicationId: application.id },
})

async function standingsOf(
  { applications }: RequestContext,
  session: ClientSession,
  request: FinancingRequest,
): Promise<readonly Standing[]> {
  const standings: Standing[] = []
  for (const one of await applications.ofRequest('all', request.id, session)) {
    const moves = phaseOf(one) === 'bound' ? await applications.context.moves.of(one.id, session) : []
    standings.push({ ...one, signedFen: signedFenOf(one, moves) })
  }
  return standings
}

/** @returns false when all of it is still reserved, for another application of the request */
async function reserveAgain(
  { applications, enterprises, reservations, requests }: RequestContext,
  session: ClientSession,
  request: FinancingRequest,
  application: Application,
): Promise<boolean> {
  const all = await applications.ofRequest('all', request.id, session)
  if (!all.some((one) => one.id !== application.id && phaseOf(one) === 'open')) {
    const need = await enterprises.getNeed(request.enterpriseId, request.needId, session)
    if (need.status !== 'open')
      throw new DomainError('reservation.need-withdrawn', { id: application.id, number: application.number })
    const faults = await reservationFaults(reservations, request, need, session)
    if (faults.length > 0) {
      const { id, number } = application
      throw new DomainError('reservation.taken-meanwhile', { id, number, why: faults[0]?.message ?? '' })
    }
  }
  if (!request.holding) await requests.setHolding(session, request.id, true)
  return reduceReservation(reservations, session, request, request)
}

/** `open`: the application can still use all of what is requested; `bound`: a contract says how much; `ended`. */
export type ApplicationPhase = 'open' | 'bound' | 'ended'
export function phaseOf({ state }: { readonly state: ApplicationState }): ApplicationPhase {
  if (isEnded(state)) return 'ended'
  return isBound(state) ? 'bound' : 'open'
}

/** An application with the amount of its contract, which does not matter while there is none. */
export type Standing = Pick<Application, 'state' | 'offer'> & { readonly signedFen: Fen }

/** What a request reserves of its need and of its securities. */
export type ReservedShare = Pick<FinancingRequest, 'amountFen' | 'securities'>

/**
 * What has to stay reserved for a request: all of it while any of its applications is open, then the amounts of its
 * contracts and the securities of their offers, and nothing (null) once no contract is in force. A security is free once
 * its loan is paid back (《民法典》第三百九十三条).
 */
export function remainingReservation(request: ReservedShare, standings: readonly Standing[]): ReservedShare | null {
  if (standings.some((one) => phaseOf(one) === 'open')) return request
  const bound = standings.filter((one) => phaseOf(one) === 'bound')
  if (bound.length === 0) return null
  const signedFen = bound.reduce((sum, one) => sum + one.signedFen, 0)
  return { amountFen: Math.min(request.amountFen, signedFen), securities: stillPledged(request, bound) }
}

function stillPledged({ securities }: ReservedShare, bound: readonly Standing[]): readonly OfferedSecurity[] {
  // Without an offer on record the securities of the contract are unknown, and unknown is not none.
  if (bound.some(({ offer }) => offer === null)) return securities
  const taken = new Map<string, Fen>()
  for (const { offer } of bound) {
    for (const { reference, valueFen } of offer?.terms.securities ?? []) {
      // A guarantee is not reserved.
      if (valueFen === null) continue
      const name = normalizeReference(reference)
      taken.set(name, (taken.get(name) ?? 0) + valueFen)
    }
  }
  return pledgeable(securities).flatMap((thing) => {
    const name = normalizeReference(thing.reference)
    const left = taken.get(name) ?? 0
    if (left === 0) return []
    const most = thing.pledgedFen ?? thing.valueFen
    // A security without a known value is pledged whole or not at all.
    if (most === null || thing.valueFen === null) return [thing]
    const pledgedFen = Math.min(most, left)
    taken.set(name, left - pledgedFen)
    return [{ ...thing, pledgedFen }]
  })
}

/** The amount of an application's contract, from the move that signed it; as decided where that is not on record. */
export function signedFenOf(
  { amountFen, decision }: Pick<Application, 'amountFen' | 'decision'>,
  moves: readonly MoveRecord[],
): Fen {
  const signed = moves.findLast(({ action }) => action === 'sign')?.detail.amountFen
  return typeof signed === 'number' ? signed : Math.min(amountFen, decision?.amountFen ?? amountFen)
}
