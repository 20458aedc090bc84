import type { ClientSession } from 'mongoose'
import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import type { Application, MoveRecord } from './application.js'
import { portal } from './mover.js'
import type { RequestsContext } from './requests-context.js'
import { enterpriseGuard, touch } from './set-aside.js'
import { isBound, isEnded, refusalOf, type Action } from './state-table.js'

const everything = { skip: 0, limit: 10_000 }

/** All that is held about an enterprise's applications, as plain values. */
export async function exportApplications(context: RequestsContext, enterpriseId: string): Promise<unknown> {
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

/** What somebody of the bank has proposed stays in the bank until a manager has decided. */
const PROPOSED: ReadonlySet<string> = new Set(['proposal'])
const withoutProposal = (application: Application) => without(application, PROPOSED)

/** So does how the bank came to its decision: its threshold, and who proposed what. */
const INNER: ReadonlySet<string> = new Set(['thresholdFen', 'amountAtStakeFen', 'proposedBy', 'asProposed'])
const withoutBankDetail = (move: MoveRecord) => ({ ...move, detail: without(move.detail, INNER) })

/**
 * What closing an enterprise does to its applications: those that go on are taken back, the hall's first; drafts and
 * snapshots go; what stays of the rest is number, bank, amount, states and times, without files, things pledged and the
 * names of people. @throws PageError while a contract runs.
 */
export async function closeApplications(
  context: RequestsContext,
  session: ClientSession,
  enterpriseId: string,
): Promise<void> {
  const { applications, snapshots, drafts, guards } = context
  const all = await allOf(context, session, enterpriseId)
  const bound = all.filter(({ kind, state }) => kind === 'bank' && isBound(state) && !isEnded(state))
  if (bound.length > 0) throw stillBound(bound)
  for (const kind of ['hall', 'bank'] as const) {
    const action: Action = kind === 'hall' ? 'takeBack' : 'withdraw'
    for (const { id } of all.filter((one) => one.kind === kind)) {
      // Read again: one that was taken back may have moved another.
      const now = await applications.get('all', id, session)
      if (isEnded(now.state)) continue
      // A hall that is settled ends with the bank that was chosen.
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
  await guards.removeOf(session, [enterpriseId])
  // A submission under way meets this write, is tried again, and finds the enterprise closed.
  await touch(guards, session, enterpriseGuard(enterpriseId), enterpriseId)
}

/** Takes away every trace of the applications of sample enterprises. */
export async function removeApplications(
  context: RequestsContext,
  session: ClientSession,
  enterpriseIds: readonly string[],
): Promise<Removed> {
  const { moves, applications } = context.applications.context
  const all: Application[] = []
  for (const enterpriseId of enterpriseIds) all.push(...(await allOf(context, session, enterpriseId)))
  for (const one of all) {
    // Other rooms keep something beside what stands in the hall, and let go of it when it leaves.
    if (refusalOf('takeBack', one, 'system') !== null) continue
    await context.applications.moveIn(session, one, { action: 'takeBack', mover: portal, reason: '示例数据已移除' })
  }
  const gone = { applications: all.map(({ id }) => id), requests: [...new Set(all.map(({ requestId }) => requestId))] }
  await moves.removeOf(session, gone.applications)
  await context.notices.removeAbout(session, 'application', gone.applications)
  for (const store of [applications, context.requests, context.snapshots, context.drafts, context.guards]) {
    await store.removeOf(session, enterpriseIds)
  }
  await context.counters.removeSamples(session)
  return gone
}

/** The ids of what went, for the rooms that keep something beside it. */
export type Removed = { readonly applications: readonly string[]; readonly requests: readonly string[] }

const allOf = ({ applications }: RequestsContext, session: ClientSession, enterpriseId: string) =>
  applications.context.applications.ofEnterprise(enterpriseId, session)

function stillBound(bound: readonly Application[]): PageError {
  const banks = [...new Set(bound.map(({ bankName }) => bankName ?? ''))].join('、')
  return new PageError(
    409,
    '现在不能注销',
    `与${banks}的贷款合同还没有结清。结清后才能注销；在此之前资料要留给贷后管理。没有任何内容被改动。`,
    bound.map(({ id, number }) => ({ href: paths.enterpriseApplication({ id }), text: `查看申请 ${number}` })),
  )
}
