import assert from 'node:assert/strict'
import type { Connection } from 'mongoose'
import { inTransaction } from '../../src/db/index.js'
import { begun, partsOf } from '../../src/demo/history/begin-history.js'
import { historyStore, loadHistory } from '../../src/demo/history/index.js'
import type { Row } from '../../src/demo/history/memory-collection.js'
import { rowsByRequest } from '../../src/demo/history/rows-by-request.js'
import { inOrder, takeOver } from '../../src/demo/history/take-over.js'
import { tellHistory } from '../../src/demo/history/tell-history.js'
import { ensureDemo, removeDemo } from '../../src/demo/index.js'
import { startApp, today, type TestApp } from '../support/app.js'

const FEW = 110
const SOME = 17

describe('a sample history that was left unfinished', function () {
  this.timeout(180_000)
  let site: TestApp
  let deps: TestApp['deps'] & { readonly connection: Connection }
  beforeEach(async () => {
    site = await startApp()
    deps = { ...site.deps, connection: site.deps.db.connection }
    await ensureDemo(deps)
  })
  afterEach(() => site.close())

  const kept = (name: string): Promise<Row[]> => deps.connection.collection(name).find<Row>({}).toArray()
  const events = async () =>
    (await kept('audit_events')).map(({ name }) => String(name)).filter((name) => name !== 'EVIDENCE_UPLOADED')

  /** The history as the next start will tell it, in the order of submission. */
  async function told() {
    const state = await begun(deps, FEW)
    assert.ok(state)
    const parts = await partsOf(deps, state)
    return { state, shares: rowsByRequest(await tellHistory(parts, state.counters)) }
  }

  /** Brings in the first requests in the order of submission, whoever can see them, as earlier versions did. */
  async function leftBySubmission() {
    const { state, shares } = await told()
    const some = shares.slice(0, SOME)
    await inTransaction(deps.connection, async (session) => {
      await takeOver(deps.connection, session, some)
      await deps.notices.keepSamples(session, some.flatMap(({ noticed }) => noticed), state.end) // prettier-ignore
      await historyStore(deps.connection).setDone(session, SOME, false)
      await deps.audit.recordAll(session, inOrder(some))
    })
    return shares
  }

  it('comes to the same requests in the same states after a start that brought them in in another order', async () => {
    const names = (await deps.connection.listCollections()).map(({ name }) => name)
    const before = new Map<string, Set<unknown>>()
    for (const name of names) before.set(name, new Set((await kept(name)).map(({ _id }) => String(_id))))
    const eventsBefore = await events()
    const shares = await leftBySubmission()
    const first = new Set((await kept('application_requests')).map(({ _id }) => _id))

    await loadHistory(deps, FEW)
    assert.equal((await historyStore(deps.connection).find())?.finished, true)
    assert.equal(await loadHistory(deps, FEW), 0)

    const collections = new Set(shares.flatMap(({ rows }) => [...rows.keys()]))
    assert.ok(collections.size > 12)
    const expected = new Map<string, Row[]>()
    const found = new Map<string, Row[]>()
    for (const name of collections) {
      const isNew = ({ _id }: Row) => !before.get(name)?.has(String(_id))
      expected.set(name, shares.flatMap(({ rows }) => rows.get(name) ?? []).filter(isNew)) // prettier-ignore
      found.set(name, (await kept(name)).filter(isNew))
    }
    const shape = (all: readonly Row[] = []) =>
      all.map(({ number, bankId, state, amountFen }) => JSON.stringify([number, bankId, state, amountFen])).toSorted()
    for (const name of ['application_requests', 'applications']) {
      assert.deepEqual(shape(found.get(name)), shape(expected.get(name)), name)
    }
    const still = (await kept('application_requests')).filter(({ _id }) => first.has(_id))
    assert.equal(still.length, first.size, 'what was there stays')

    const toldEvents = [...shares.flatMap((share) => share.told.map(({ name }) => name)), 'SAMPLES_ADDED']
    assert.deepEqual((await events()).toSorted(), [...eventsBefore, ...toldEvents].toSorted())
    assert.ok((await deps.audit.verify()).sound)
  })

  it('is called finished where every request is there already', async () => {
    const { shares } = await told()
    await loadHistory(deps, FEW)
    const requests = await kept('application_requests')
    await inTransaction(deps.connection, (session) =>
      historyStore(deps.connection).setDone(session, shares.length, false),
    )
    assert.equal(await loadHistory(deps, FEW), 0)
    assert.equal((await historyStore(deps.connection).find())?.finished, true)
    assert.deepEqual(await kept('application_requests'), requests)
  })

  it('is not written into a newer one by a start that outlives its removal', async () => {
    const later = new Date(today.getTime() + 1000)
    const { connection } = deps
    let begunAnew = false
    let requests: readonly Row[] = []
    const removedMeanwhile = {
      ...deps.catalogue,
      current: async () => {
        await removeDemo(deps)
        await connection.collection<{ _id: string }>('demo_state').deleteOne({ _id: 'demo' })
        await ensureDemo(deps)
        begunAnew = (await begun({ ...deps, now: () => later }, FEW)) !== null
        requests = await kept('application_requests')
        return deps.catalogue.current()
      },
    }
    assert.equal(await loadHistory({ ...deps, catalogue: removedMeanwhile }, FEW), 0)
    assert.ok(begunAnew)
    const state = await historyStore(connection).find()
    assert.deepEqual([state?.end, state?.done, state?.finished], [later, 0, false])
    assert.deepEqual(await kept('application_requests'), requests)
  })
})
