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
import { planOf, type HistoryParts } from './tell-history.js'
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

/** What the history is told of, as it is kept now. */
export async function partsOf(deps: HistoryDeps, { end, count }: HistoryState): Promise<HistoryParts> {
  const { reference, catalogue } = deps
  return { ...(await given(deps)), accounts: await accountsOf(deps), reference, catalogue, end, count }
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
export async function begun(deps: HistoryDeps, count: number): Promise<HistoryState | null> {
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
