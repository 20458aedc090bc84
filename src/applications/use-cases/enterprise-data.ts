import type { ClientSession } from 'mongoose'
import { DomainError } from '../../kernel/domain-error.js'
import type { RequestContext } from '../request-context.js'
import { enterpriseItem, touch } from '../reservations/reserve.js'
import type { Application, MoveRecord } from '../rules/application.js'
import { portal } from '../rules/mover.js'
import { isBound, isEnded, refusalOf, type MoveAction } from '../rules/state-table.js'

const everything = { skip: 0, limit: 10_000 }

/** All stored data about an enterprise's applications, as plain values. */
export async function exportApplications(context: RequestContext, enterpriseId: string): Promise<unknown> {
  const { applications, requests, snapshots, drafts } = context
  const scope = { enterpriseId }
  const own = await applications.list(scope, {}, everything)
  const submitted = await requests.list(scope, {}, everything)
  return {
    requests: await Promise.all(
      submitted.requests.map(async (request) => {
        const text = await snapshots.text(request.id)
        return { ...request, snapshot: text === null ? null : (JSON.parse(text) as unknown) }
      }),
    ),
    applications: await Promise.all(
      own.applications.map(async (application) => ({
        ...withoutProposal(application),
        moves: (await applications.movesOf(application.id)).map(withoutBankDetail),
      })),
    ),
    drafts: await drafts.list(enterpriseId),
  }
}

const without = (record: object, keys: ReadonlySet<string>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)))

/** A proposal is internal to the bank until a manager has decided. */
const PROPOSED: ReadonlySet<string> = new Set(['proposal'])
const withoutProposal = (application: Application) => without(application, PROPOSED)

/** The bank's threshold and who proposed what are internal too. */
const INNER: ReadonlySet<string> = new Set(['thresholdFen', 'amountAtStakeFen', 'proposedBy', 'asProposed'])
const withoutBankDetail = (move: MoveRecord) => ({ ...move, detail: without(move.detail, INNER) })

/**
 * Closes the applications of an enterprise that closes: open ones are withdrawn, the hall's first; drafts, snapshots and
 * reservations are deleted; of the rest number, bank, amount, states and times remain, without files, securities and
 * names of people.
 * @throws DomainError `application.contract-in-force`
 */
export async function closeApplications(
  context: RequestContext,
  session: ClientSession,
  enterpriseId: string,
): Promise<void> {
  const { applications, snapshots, drafts, reservations } = context
  const all = await allOf(context, session, enterpriseId)
  const bound = all.filter(({ kind, state }) => kind === 'bank' && isBound(state) && !isEnded(state))
  if (bound.length > 0) throw contractInForce(bound)
  for (const kind of ['hall', 'bank'] as const) {
    const action: MoveAction = kind === 'hall' ? 'takeBack' : 'withdraw'
    for (const { id } of all.filter((one) => one.kind === kind)) {
      // Read again: the withdrawal of one may have moved another.
      const now = await applications.get('all', id, session)
      if (isEnded(now.state)) continue
      // A settled application in the hall ends with that of the chosen bank.
      if (kind === 'hall' && now.state === 'chosen') continue
      await applications.moveIn(session, now, { action, mover: portal, reason: '企业已在平台注销' })
    }
  }
  await applications.context.applications.forget(session, enterpriseId)
  await applications.context.moves.forgetPeople(
    session,
    all.map(({ id }) => id),
  )
  await context.requests.forget(session, enterpriseId)
  await snapshots.removeOf(session, [enterpriseId])
  await drafts.removeOf(session, [enterpriseId])
  await reservations.removeOf(session, [enterpriseId])
  // A concurrent submission conflicts with this write, is repeated, and finds the enterprise closed.
  await touch(reservations, session, enterpriseItem(enterpriseId), enterpriseId)
}

/** Deletes every record of the applications of sample enterprises. */
export async function removeApplications(
  context: RequestContext,
  session: ClientSession,
  enterpriseIds: readonly string[],
): Promise<RemovedApplications> {
  const { moves, applications } = context.applications.context
  const all: Application[] = []
  for (const enterpriseId of enterpriseIds) all.push(...(await allOf(context, session, enterpriseId)))
  for (const one of all) {
    // Other rooms store data about an application in the hall and delete it when the application leaves.
    if (refusalOf('takeBack', one, 'system') !== null) continue
    await context.applications.moveIn(session, one, { action: 'takeBack', mover: portal, reason: '示例数据已移除' })
  }
  const gone = { applications: all.map(({ id }) => id), requests: [...new Set(all.map(({ requestId }) => requestId))] }
  await moves.removeOf(session, gone.applications)
  await context.notices.removeAbout(session, 'application', gone.applications)
  for (const store of [applications, context.requests, context.snapshots, context.drafts, context.reservations]) {
    await store.removeOf(session, enterpriseIds)
  }
  await context.counters.removeSamples(session)
  return gone
}

/** The ids of what was removed, for the rooms that store data about it. */
export type RemovedApplications = { readonly applications: readonly string[]; readonly requests: readonly string[] }

const allOf = ({ applications }: RequestContext, session: ClientSession, enterpriseId: string) =>
  applications.context.applications.ofEnterprise(enterpriseId, session)

function contractInForce(bound: readonly Application[]): DomainError {
  return new DomainError('application.contract-in-force', {
    banks: [...new Set(bound.map(({ bankName }) => bankName ?? ''))],
    applications: bound.map(({ id, number }) => ({ id, number })),
  })
}
