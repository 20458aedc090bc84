import type { ClientSession, Connection } from 'mongoose'
import type { AccountsService } from '../../accounts/index.js'
import type { RequestsService } from '../../applications/index.js'
import { systemActor, type AuditLog } from '../../audit/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { inTransaction } from '../../db/index.js'
import type { EnterprisesService } from '../../enterprises/index.js'
import type { Notices } from '../../notices/index.js'
import type { Reference } from '../../reference/index.js'
import { findDemoAccount } from '../demo-people.js'
import { demoStore } from '../demo.store.js'
import { samplePdf } from '../sample-pdf.js'
import { historyStore, type HistoryState } from './history.store.js'
import type { Row } from './memory-collection.js'
import { numbersByYear } from './plan.js'
import { rowsByRequest } from './rows-by-request.js'
import { planOf, tellHistory, type HistoryParts } from './tell-history.js'
import { inOrder, seenFirst, takeOver } from './take-over.js'
import type { Accounts } from './people.js'

export type HistoryDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record' | 'recordAll'>
  readonly enterprises: Pick<EnterprisesService, 'sampleIds' | 'get' | 'evidenceOf' | 'addEvidence'>
  readonly accounts: Pick<AccountsService, 'list'>
  readonly requests: Pick<RequestsService, 'setAsideNumbers'>
  readonly notices: Pick<Notices, 'keepSamples'>
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
}

/** Requests that are taken over in one transaction: a fraction of a second, so that nobody waits long. */
const AT_ONCE = 12

/** What was told longer ago has been read. */
const UNREAD_DAYS = 7
const DAY_MS = 86_400_000

/**
 * Tells the sample history and takes it over, some requests at a time and each of them whole or not at all. A start
 * that was cut off is gone on with by the next one: the same two years are told again, and what is there already is left
 * out. Nobody gets a mail of any of it, and only people of the demonstration find notices. What they can see comes
 * first. Ends early where the samples are taken away meanwhile.
 * @param count about how many applications
 * @returns how many applications came in with this call
 */
export async function loadHistory(deps: HistoryDeps, count: number, stopped?: AbortSignal): Promise<number> {
  const { connection } = deps
  const state = await begun(deps, count)
  if (state === null || state.finished) return 0
  const accounts = await accountsOf(deps)
  const { reference, catalogue } = deps
  const parts = { ...(await given(deps)), ...state, accounts, reference, catalogue }
  const history = await tellHistory(parts, state.counters, stopped)
  const shares = seenFirst(rowsByRequest(history), accounts)
  const unreadSince = new Date(state.end.getTime() - UNREAD_DAYS * DAY_MS)
  let applications = 0
  for (let done = state.done; done < shares.length; done += AT_ONCE) {
    stopped?.throwIfAborted()
    const some = shares.slice(done, done + AT_ONCE)
    const last = done + AT_ONCE >= shares.length
    const went = await inTransaction(connection, async (session) => {
      // Taken away meanwhile, or somebody else is at it.
      if ((await historyStore(connection).find(session))?.done !== done) return false
      await takeOver(connection, session, some)
      const noticed = some.flatMap((share) => share.noticed)
      await deps.notices.keepSamples(session, noticed, unreadSince)
      await historyStore(connection).setDone(session, Math.min(done + AT_ONCE, shares.length), last)
      await deps.audit.recordAll(session, inOrder(some))
      if (last) await tellAll(deps, session, history.planned.length)
      return true
    })
    if (!went) return applications
    applications += some.reduce((sum, { rows }) => sum + (rows.get('applications')?.length ?? 0), 0)
  }
  return applications
}

/** Those of the demonstration who can look at what was told. */
async function accountsOf(deps: HistoryDeps): Promise<Accounts> {
  const [owner, officer, manager, bureau] = [
    await findDemoAccount(deps, 'owner'),
    await findDemoAccount(deps, 'officer'),
    await findDemoAccount(deps, 'manager'),
    await findDemoAccount(deps, 'bureau'),
  ]
  return { owner, officer, manager, bureau }
}

/** The state of what was begun, or of a new one; null where samples are not wanted. */
async function begun(deps: HistoryDeps, count: number): Promise<HistoryState | null> {
  const { connection, now } = deps
  return inTransaction(connection, async (session) => {
    if (!(await demoStore(connection).find(session))?.on) return null
    const store = historyStore(connection)
    const there = await store.find(session)
    if (there) return there
    const counters = await setAsideNumbers(deps, session, { end: now(), count })
    const state = { end: now(), count, counters, done: 0, finished: false }
    await store.begin(session, state)
    return state
  })
}

/** Takes as many numbers of every year as there will be requests, so that those who apply meanwhile get others. */
async function setAsideNumbers(
  { requests }: HistoryDeps,
  session: ClientSession,
  of: { readonly end: Date; readonly count: number },
): Promise<HistoryState['counters']> {
  const before: HistoryState['counters'][number][] = []
  for (const [year, count] of numbersByYear(planOf(of))) {
    before.push(await requests.setAsideNumbers(session, year, count))
  }
  return before
}

/** The sample enterprises with one file each. */
async function given({ enterprises }: HistoryDeps) {
  const found: HistoryParts['enterprises'][number][] = []
  const files: Row[] = []
  for (const id of await enterprises.sampleIds()) {
    const enterprise = await enterprises.get('all', id)
    if (enterprise.status !== 'approved') continue
    let kept = await enterprises.evidenceOf(id)
    if (kept.length === 0) {
      await enterprises.addEvidence(id, samplePdf(), systemActor)
      kept = await enterprises.evidenceOf(id)
    }
    files.push(...kept.map(rowOf))
    found.push({ place: Number(enterprise.creditCode.slice(12, 17)) - 1, enterprise, row: rowOf(enterprise) })
  }
  return { enterprises: found.sort((a, b) => a.place - b.place), files }
}

const rowOf = ({ id, ...rest }: { readonly id: string }): Row => ({ ...rest, _id: id })

const tellAll = ({ audit }: HistoryDeps, session: ClientSession, requests: number) =>
  audit.record(session, {
    name: 'SAMPLES_ADDED',
    actor: systemActor,
    subject: { kind: 'demo', id: 'history' },
    detail: { requests },
  })
