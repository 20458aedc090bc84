import type { ClientSession } from 'mongoose'
import { isPromise, type Need } from '../enterprises/index.js'
import { wanText } from '../kernel/money.js'
import { leftFen, mayPledge, leftToPledge, plainReference, type Guard, type Hold } from './guard.js'
import type { GuardStore } from './guard.store.js'
import type { OfferedSecurity, FinancingRequest } from './financing-request.js'
import { refusal, type SubmissionFault } from './submission-fault.js'

/** What a request takes of its project and of the things it pledges. */
export type Taking = Pick<FinancingRequest, 'id' | 'enterpriseId' | 'needId' | 'amountFen' | 'securities'>

export const needGuard = (needId: string): string => `need:${needId}`
/** Serialises what may not happen beside a submission, such as the closure of the enterprise. */
export const enterpriseGuard = (enterpriseId: string): string => `enterprise:${enterpriseId}`
export const securityGuard = (enterpriseId: string, reference: string): string =>
  `security:${enterpriseId}:${plainReference(reference)}`

/** Things that can be pledged once; somebody's word is no such thing. One thing named twice counts as one. */
export function thingsOf(securities: readonly OfferedSecurity[]): readonly OfferedSecurity[] {
  return securities.filter(({ kind, reference }) => !isPromise(kind) && plainReference(reference) !== '')
}

/** Why the guards do not let a request through, in plain Chinese. Reads only. */
export async function faultsOfGuards(
  guards: GuardStore,
  taking: Taking,
  need: Pick<Need, 'amountFen' | 'investmentFen'>,
  session: ClientSession | null,
): Promise<readonly SubmissionFault[]> {
  const { enterpriseId } = taking
  const share = await guards.read(needGuard(taking.needId), enterpriseId, session)
  const faults: SubmissionFault[] = []
  const left = leftFen(need, without(share, taking.id))
  if (left !== null && taking.amountFen > left) {
    faults.push(refusal('amount', `申请金额：这项需求还可申请 ${wanText(left)}，其余已在别的申请中，不能重复申请`))
  }
  for (const [place, thing] of taking.securities.entries()) {
    if (!thingsOf([thing]).length) continue
    const guard = await guards.read(securityGuard(enterpriseId, thing.reference), enterpriseId, session)
    const here = taking.securities
      .slice(0, place)
      .filter((one) => isSame(one, thing))
      .map(holdOf(taking.id))
    const standing = { holds: [...without(guard, taking.id).holds, ...here] }
    if (!mayPledge(thing, standing)) faults.push(refusal(`ref-${place + 1}`, pledgedSentence(thing, standing)))
  }
  return faults
}

const isSame = (one: OfferedSecurity, other: OfferedSecurity) =>
  thingsOf([one]).length > 0 && plainReference(one.reference) === plainReference(other.reference)

function pledgedSentence(thing: OfferedSecurity, guard: Pick<Guard, 'holds'>): string {
  const name = `${thing.kind}“${thing.reference}”`
  if (guard.holds.length === 0) return `${name}：用于本次申请的部分超过了它的价值`
  const left = leftToPledge(thing.valueFen, guard) ?? 0
  return left > 0
    ? `${name}：已在别的申请中用于担保，按价值还可用 ${wanText(left)}`
    : `${name}：已在别的申请中用于担保，不能重复抵质押`
}

/** Sets aside what a request takes. The caller has made sure, in the same session, that the guards let it through. */
export async function setAside(guards: GuardStore, session: ClientSession, taking: Taking): Promise<void> {
  const { enterpriseId, id } = taking
  await change(guards, session, needGuard(taking.needId), enterpriseId, (holds) => [
    ...holds,
    { requestId: id, fen: taking.amountFen, ofFen: null },
  ])
  for (const [guardId, holds] of pledgesOf(taking)) {
    await change(guards, session, guardId, enterpriseId, (standing) => [...standing, ...holds])
  }
  await touch(guards, session, enterpriseGuard(enterpriseId), enterpriseId)
}

/** Writes a guard without changing what it holds, so that of two who do so at once one has to look again. */
export const touch = (guards: GuardStore, session: ClientSession, id: string, enterpriseId: string): Promise<void> =>
  change(guards, session, id, enterpriseId, (holds) => holds)

/**
 * Keeps only so much set aside for a request. Writes the guard of the need in any case: of two applications of one
 * request that end at once, one has to look again.
 * @param taking what the request asked for; @param kept what of it is kept, null for nothing
 * @returns whether anything changed
 */
export async function keepAside(
  guards: GuardStore,
  session: ClientSession,
  taking: Taking,
  kept: Pick<Taking, 'amountFen' | 'securities'> | null,
): Promise<boolean> {
  const { id, enterpriseId } = taking
  const pledges: ReadonlyMap<string, readonly Hold[]> = kept === null ? new Map() : pledgesOf({ ...taking, ...kept })
  const share: readonly Hold[] = kept === null ? [] : [{ requestId: id, fen: kept.amountFen, ofFen: null }]
  let changed = false
  for (const guardId of [needGuard(taking.needId), ...pledgesOf(taking).keys()]) {
    const own = guardId === needGuard(taking.needId) ? share : (pledges.get(guardId) ?? [])
    await change(guards, session, guardId, enterpriseId, (holds) => {
      const before = holds.filter(({ requestId }) => requestId === id)
      changed ||= JSON.stringify(before.map(figuresOf)) !== JSON.stringify(own.map(figuresOf))
      return [...holds.filter(({ requestId }) => requestId !== id), ...own]
    })
  }
  return changed
}

const figuresOf = ({ fen, ofFen }: Hold) => [fen, ofFen]

function pledgesOf({ id, enterpriseId, securities }: Taking): ReadonlyMap<string, readonly Hold[]> {
  const pledges = new Map<string, readonly Hold[]>()
  for (const thing of thingsOf(securities)) {
    const guardId = securityGuard(enterpriseId, thing.reference)
    pledges.set(guardId, [...(pledges.get(guardId) ?? []), holdOf(id)(thing)])
  }
  return pledges
}

/** The whole of a thing of known value is so much, which leaves nothing of it; of unknown value it is all there is. */
const holdOf =
  (requestId: string) =>
  ({ valueFen, pledgedFen }: OfferedSecurity): Hold => ({ requestId, fen: pledgedFen ?? valueFen, ofFen: valueFen })

async function change(
  guards: GuardStore,
  session: ClientSession,
  id: string,
  enterpriseId: string,
  next: (holds: readonly Hold[]) => readonly Hold[],
): Promise<void> {
  const guard = await guards.read(id, enterpriseId, session)
  if (!(await guards.replace(session, guard, next(guard.holds)))) {
    throw new Error(`the guard ${id} was changed inside a transaction that had read it`)
  }
}

const without = ({ holds }: Guard, requestId: string) => ({
  holds: holds.filter((hold) => hold.requestId !== requestId),
})
