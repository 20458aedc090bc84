import type { Fen } from '../kernel/money.js'
import type { Application, MoveRecord } from './application.js'
import { plainReference } from './guard.js'
import type { OfferedSecurity, FinancingRequest } from './financing-request.js'
import { thingsOf } from './set-aside.js'
import { isBound, isEnded, type State } from './state-table.js'

/** `open`: the application may still come to any part of what is asked; `bound`: a contract says how much; `ended`. */
export type Stage = 'open' | 'bound' | 'ended'
export function stageOf({ state }: { readonly state: State }): Stage {
  if (isEnded(state)) return 'ended'
  return isBound(state) ? 'bound' : 'open'
}

/** An application with the sum of its contract; the sum does not matter while there is none. */
export type Standing = Pick<Application, 'state' | 'offer'> & { readonly signedFen: Fen }

/** What a request takes of its need and of its things. */
export type Taken = Pick<FinancingRequest, 'amountFen' | 'securities'>

/**
 * What a request still has to have set aside: all it asked for while any of its applications is open, then what its
 * contracts come to and what the offers behind them take as security, and nothing (null) once none of them runs. What
 * secured a loan is free once the loan is paid back (《民法典》第三百九十三条).
 */
export function stillTaken(request: Taken, standings: readonly Standing[]): Taken | null {
  if (standings.some((one) => stageOf(one) === 'open')) return request
  const bound = standings.filter((one) => stageOf(one) === 'bound')
  if (bound.length === 0) return null
  const signedFen = bound.reduce((sum, one) => sum + one.signedFen, 0)
  return { amountFen: Math.min(request.amountFen, signedFen), securities: stillPledged(request, bound) }
}

function stillPledged({ securities }: Taken, bound: readonly Standing[]): readonly OfferedSecurity[] {
  // Where no offer is on record nobody knows what the contract rests on, and unknown is not nothing.
  if (bound.some(({ offer }) => offer === null)) return securities
  const taken = new Map<string, Fen>()
  for (const { offer } of bound) {
    for (const { reference, valueFen } of offer?.terms.securities ?? []) {
      // Somebody's word is no thing, so nothing of it is set aside.
      if (valueFen === null) continue
      const name = plainReference(reference)
      taken.set(name, (taken.get(name) ?? 0) + valueFen)
    }
  }
  return thingsOf(securities).flatMap((thing) => {
    const name = plainReference(thing.reference)
    const left = taken.get(name) ?? 0
    if (left === 0) return []
    const most = thing.pledgedFen ?? thing.valueFen
    // A thing whose value nobody has stated is pledged whole or not at all.
    if (most === null || thing.valueFen === null) return [thing]
    const pledgedFen = Math.min(most, left)
    taken.set(name, left - pledgedFen)
    return [{ ...thing, pledgedFen }]
  })
}

/** The sum of an application's contract, from the move that signed it; as decided where that is not on record. */
export function signedFenOf(
  { amountFen, decision }: Pick<Application, 'amountFen' | 'decision'>,
  moves: readonly MoveRecord[],
): Fen {
  const signed = moves.findLast(({ action }) => action === 'sign')?.detail.amountFen
  return typeof signed === 'number' ? signed : Math.min(amountFen, decision?.amountFen ?? amountFen)
}
