import type { ClientSession, Connection } from 'mongoose'
import { systemActor, type AuditLog } from '../../audit/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { inTransaction } from '../../db/index.js'
import type { Enterprise, EnterprisesService } from '../../enterprises/index.js'
import type { Reference } from '../../reference/index.js'
import { demoStore } from '../demo.store.js'
import { samplePdf } from '../sample-pdf.js'
import { historyStore, type HistoryState } from './history.store.js'
import type { Row } from './memory-collection.js'
import { numbersByYear } from './plan.js'
import { rowsByRequest, type Share } from './rows-by-request.js'
import { planOf, tellHistory } from './tell-history.js'

export type HistoryDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record' | 'recordAll'>
  readonly enterprises: Pick<EnterprisesService, 'sampleIds' | 'get' | 'evidenceOf' | 'addEvidence'>
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
}

/** Requests that are taken over in one transaction: a fraction of a second, so that nobody waits long. */
const AT_ONCE = 12

/**
 * Tells the sample history and takes it over, some requests at a time and each of them whole or not at all. A start
 * that was cut off is gone on with by the next one: the same two years are told again, and what is there already is left
 * out. Nobody gets a notice or a mail of any of it, since it did not happen. Ends early where the samples are taken
 * away meanwhile.
 * @param count about how many applications
 * @returns how many applications came in with this call
 */
export async function loadHistory(deps: HistoryDeps, count: number, stopped?: AbortSignal): Promise<number> {
  const { connection } = deps
  const state = await begun(deps, count)
  if (state === null || state.finished) return 0
  const history = await tellHistory({ ...(await given(deps)), ...state, reference: deps.reference, catalogue: deps.catalogue }, state.counters, stopped) // prettier-ignore
  const shares = rowsByRequest(history)
  let applications = 0
  for (let done = state.done; done < shares.length; done += AT_ONCE) {
    stopped?.throwIfAborted()
    const some = shares.slice(done, done + AT_ONCE)
    const last = done + AT_ONCE >= shares.length
    const went = await inTransaction(connection, async (session) => {
      // Taken away meanwhile, or somebody else is at it.
      if ((await historyStore(connection).find(session))?.done !== done) return false
      for (const share of some) await takeOver(connection, session, share)
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

/** The state of what was begun, or of a new one; null where samples are not wanted. */
async function begun({ connection, now }: HistoryDeps, count: number): Promise<HistoryState | null> {
  return inTransaction(connection, async (session) => {
    if (!(await demoStore(connection).find(session))?.on) return null
    const store = historyStore(connection)
    const there = await store.find(session)
    if (there) return there
    const counters = await setAsideNumbers(connection, session, { end: now(), count })
    const state = { end: now(), count, counters, done: 0, finished: false }
    await store.begin(session, state)
    return state
  })
}

/** Takes as many numbers of every year as there will be requests, so that those who apply meanwhile get others. */
async function setAsideNumbers(
  connection: Connection,
  session: ClientSession,
  of: { readonly end: Date; readonly count: number },
): Promise<HistoryState['counters']> {
  const counters = connection.collection<{ _id: string; last: number }>('application_counters')
  const before: { _id: string; last: number }[] = []
  for (const [year, count] of numbersByYear(planOf(of))) {
    const _id = `示例-${year}`
    before.push({ _id, last: (await counters.findOne({ _id }, { session }))?.last ?? 0 })
    await counters.updateOne({ _id }, { $inc: { last: count } }, { session, upsert: true })
  }
  return before
}

/** The sample enterprises with one file each. */
async function given({ connection, enterprises }: HistoryDeps) {
  const rows = await connection.collection('enterprises').find({ isSample: true, status: 'approved' }).toArray()
  const found: { place: number; enterprise: Enterprise; row: Row }[] = []
  for (const row of rows) {
    const enterprise = await enterprises.get('all', String(row._id))
    if ((await enterprises.evidenceOf(enterprise.id)).length === 0) {
      await enterprises.addEvidence(enterprise.id, samplePdf(), systemActor)
    }
    found.push({ place: Number(enterprise.creditCode.slice(12, 17)) - 1, enterprise, row })
  }
  const ids = found.map(({ enterprise }) => enterprise.id)
  const files = await connection.collection('enterprise_evidence').find({ enterpriseId: { $in: ids } }).toArray() // prettier-ignore
  return { enterprises: found.sort((a, b) => a.place - b.place), files }
}

/** Writes rows as the stores keep them. Guards of an enterprise may be there: they hold nothing, and stay. */
async function takeOver(connection: Connection, session: ClientSession, { rows }: Share): Promise<void> {
  for (const [name, all] of rows) {
    const collection = collectionOf(connection, name)
    const there = name === 'application_guards' ? await idsIn(collection, all, session) : new Set()
    const fresh = all.filter(({ _id }) => !there.has(_id))
    if (fresh.length > 0)
      await collection.insertMany(
        fresh.map((row) => ({ ...row, _id: String(row._id) })),
        { session, ignoreUndefined: true },
      )
  }
}

type Kept = Omit<Row, '_id'> & { readonly _id: string }
const collectionOf = (connection: Connection, name: string) => connection.collection<Kept>(name)

async function idsIn(
  collection: ReturnType<typeof collectionOf>,
  rows: readonly Row[],
  session: ClientSession,
): Promise<ReadonlySet<unknown>> {
  const ids = rows.map(({ _id }) => String(_id))
  const found = await collection.find({ _id: { $in: ids } }, { session, projection: { _id: 1 } }).toArray()
  return new Set(found.map(({ _id }) => String(_id)))
}

const inOrder = (shares: readonly Share[]) =>
  shares.flatMap(({ told }) => told).toSorted((a, b) => a.at.getTime() - b.at.getTime())

const tellAll = ({ audit }: HistoryDeps, session: ClientSession, requests: number) =>
  audit.record(session, {
    name: 'SAMPLES_ADDED',
    actor: systemActor,
    subject: { kind: 'demo', id: 'history' },
    detail: { requests },
  })
