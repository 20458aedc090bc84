import type { ClientSession } from 'mongoose'
import { isPromise, type Need } from '../../enterprises/index.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { wanText } from '../../kernel/money.js'
import type { FinancingRequest, OfferedSecurity } from '../rules/financing-request.js'
import { fieldFault } from '../rules/submission.js'
import {
  availableToPledge,
  canPledge,
  leftFen,
  normalizeReference,
  type Reservation,
  type ReservedItem,
} from './reservation.js'
import type { ReservationStore } from './reservation.store.js'

/** What a request reserves: a part of its need's amount, and the securities that it pledges. */
export type ReservationRequest = Pick<FinancingRequest, 'id' | 'enterpriseId' | 'needId' | 'amountFen' | 'securities'>

export const needItem = (needId: string): string => `need:${needId}`
/** Serialises submissions with what must not happen at the same time, such as the closure of the enterprise. */
export const enterpriseItem = (enterpriseId: string): string => `enterprise:${enterpriseId}`
export const securityItem = (enterpriseId: string, reference: string): string =>
  `security:${enterpriseId}:${normalizeReference(reference)}`

/** The securities that can be pledged once; a guarantee cannot. */
export function pledgeable(securities: readonly OfferedSecurity[]): readonly OfferedSecurity[] {
  return securities.filter(({ kind, reference }) => !isPromise(kind) && normalizeReference(reference) !== '')
}

/** Why a request cannot be reserved, as Chinese sentences. Reads only. */
export async function reservationFaults(
  store: ReservationStore,
  taking: ReservationRequest,
  need: Pick<Need, 'amountFen' | 'investmentFen'>,
  session: ClientSession | null,
): Promise<readonly FieldFault[]> {
  const { enterpriseId } = taking
  const share = await store.read(needItem(taking.needId), enterpriseId, session)
  const faults: FieldFault[] = []
  const left = leftFen(need, without(share, taking.id))
  if (left !== null && taking.amountFen > left) {
    faults.push(fieldFault('amount', `申请金额：这项需求还可申请 ${wanText(left)}，其余已在别的申请中，不能重复申请`))
  }
  for (const [place, thing] of taking.securities.entries()) {
    if (!pledgeable([thing]).length) continue
    const item = await store.read(securityItem(enterpriseId, thing.reference), enterpriseId, session)
    const here = taking.securities
      .slice(0, place)
      .filter((one) => isSame(one, thing))
      .map(reservationOf(taking.id))
    const standing = { holds: [...without(item, taking.id).holds, ...here] }
    if (!canPledge(thing, standing)) faults.push(fieldFault(`ref-${place + 1}`, pledgedSentence(thing, standing)))
  }
  return faults
}

const isSame = (one: OfferedSecurity, other: OfferedSecurity) =>
  pledgeable([one]).length > 0 && normalizeReference(one.reference) === normalizeReference(other.reference)

function pledgedSentence(thing: OfferedSecurity, item: Pick<ReservedItem, 'holds'>): string {
  const name = `${thing.kind}“${thing.reference}”`
  if (item.holds.length === 0) return `${name}：用于本次申请的部分超过了它的价值`
  const left = availableToPledge(thing.valueFen, item) ?? 0
  return left > 0
    ? `${name}：已在别的申请中用于担保，按价值还可用 ${wanText(left)}`
    : `${name}：已在别的申请中用于担保，不能重复抵质押`
}

/** Reserves what a request takes. The caller has checked `reservationFaults` in the same session. */
export async function reserve(
  store: ReservationStore,
  session: ClientSession,
  taking: ReservationRequest,
): Promise<void> {
  const { enterpriseId, id } = taking
  await change(store, session, needItem(taking.needId), enterpriseId, (holds) => [
    ...holds,
    { requestId: id, fen: taking.amountFen, ofFen: null },
  ])
  for (const [itemId, holds] of pledgesOf(taking)) {
    await change(store, session, itemId, enterpriseId, (standing) => [...standing, ...holds])
  }
  await touch(store, session, enterpriseItem(enterpriseId), enterpriseId)
}

/** Writes an item without changing its reservations, so that of two concurrent transactions one is repeated. */
export const touch = (
  store: ReservationStore,
  session: ClientSession,
  id: string,
  enterpriseId: string,
): Promise<void> => change(store, session, id, enterpriseId, (holds) => holds)

/**
 * Replaces the reservations of a request by a smaller part. Writes the item of the need in any case, so that of two
 * applications of one request that end concurrently one is repeated.
 * @param taking what the request asked for; @param kept the part that stays reserved, null for nothing
 * @returns whether anything changed
 */
export async function reduceReservation(
  store: ReservationStore,
  session: ClientSession,
  taking: ReservationRequest,
  kept: Pick<ReservationRequest, 'amountFen' | 'securities'> | null,
): Promise<boolean> {
  const { id, enterpriseId } = taking
  const pledges: ReadonlyMap<string, readonly Reservation[]> =
    kept === null ? new Map() : pledgesOf({ ...taking, ...kept })
  const share: readonly Reservation[] = kept === null ? [] : [{ requestId: id, fen: kept.amountFen, ofFen: null }]
  let changed = false
  for (const itemId of [needItem(taking.needId), ...pledgesOf(taking).keys()]) {
    const own = itemId === needItem(taking.needId) ? share : (pledges.get(itemId) ?? [])
    await change(store, session, itemId, enterpriseId, (holds) => {
      const before = holds.filter(({ requestId }) => requestId === id)
      changed ||= JSON.stringify(before.map(figuresOf)) !== JSON.stringify(own.map(figuresOf))
      return [...holds.filter(({ requestId }) => requestId !== id), ...own]
    })
  }
  return changed
}

const figuresOf = ({ fen, ofFen }: Reservation) => [fen, ofFen]

function pledgesOf({ id, enterpriseId, securities }: ReservationRequest): ReadonlyMap<string, readonly Reservation[]> {
  const pledges = new Map<string, readonly Reservation[]>()
  for (const thing of pledgeable(securities)) {
    const itemId = securityItem(enterpriseId, thing.reference)
    pledges.set(itemId, [...(pledges.get(itemId) ?? []), reservationOf(id)(thing)])
  }
  return pledges
}

/** The whole of a security is reserved by its value where that is known, and by null where it is not. */
const reservationOf =
  (requestId: string) =>
  ({ valueFen, pledgedFen }: OfferedSecurity): Reservation => ({
    requestId,
    fen: pledgedFen ?? valueFen,
    ofFen: valueFen,
  })

async function change(
  store: ReservationStore,
  session: ClientSession,
  id: string,
  enterpriseId: string,
  next: (holds: readonly Reservation[]) => readonly Reservation[],
): Promise<void> {
  const item = await store.read(id, enterpriseId, session)
  if (!(await store.replace(session, item, next(item.holds)))) {
    throw new Error(`the reserved item ${id} was changed inside a transaction that had read it`)
  }
}

const without = ({ holds }: ReservedItem, requestId: string) => ({
  holds: holds.filter((hold) => hold.requestId !== requestId),
})
