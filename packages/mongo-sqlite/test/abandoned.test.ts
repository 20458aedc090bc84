import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { MongoClient, UUID, type Collection, type Document } from 'mongodb'
import { freshServer, type Fresh } from './fresh-server.js'
import { rawConnection } from './raw-command.js'

const killed = new URL('./killed-client.ts', import.meta.url).pathname
/** Far below the minute a transaction may last, far above what a free lock takes. */
const SOON = { maxTimeMS: 10_000 }

describe('a transaction whose client goes away', () => {
  let server: Fresh
  let held: Collection
  let port: number
  before(async () => {
    server = await freshServer({ listen: { port: 0 }, testCommands: true })
    held = server.db.collection('held')
    port = Number(new URL(server.uri).port)
  })
  beforeEach(() => held.deleteMany({}, SOON))
  after(() => server.close())

  const active = () => server.server.sessions.list().filter(({ transaction }) => transaction?.state === 'active')
  const insert = { insert: 'held', documents: [{ by: 'raw' }], $db: 'test' }
  const commit = { commitTransaction: 1, $db: 'admin' }
  const inTransaction = (id: UUID, more: Document) => ({ lsid: { id }, txnNumber: 1, autocommit: false, ...more })

  it('frees the write lock when the process is killed, and leaves nothing', async function () {
    this.timeout(30_000)
    const child = spawn(process.execPath, ['--import', 'tsx', killed, server.uri], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    assert.equal(active().length, 1)
    const waiting = held.insertOne({ by: 'the living' }, SOON)
    child.kill('SIGKILL')
    await waiting
    assert.deepEqual(
      (await held.find().toArray()).map(({ by }) => by as string),
      ['the living'],
    )
    assert.equal(active().length, 0)
  })

  it('goes on as long as one of the connections that took part is open', async () => {
    const id = new UUID()
    const [first, second] = [rawConnection(port), rawConnection(port)]
    await first.send({ ...insert, ...inTransaction(id, { startTransaction: true }) })
    await second.send({ ...insert, ...inTransaction(id, {}) })
    const left = server.server.connections
    first.close()
    while (server.server.connections === left) await server.db.command({ ping: 1 })
    assert.equal(Number((await second.send({ ...commit, ...inTransaction(id, {}) })).ok), 1)
    second.close()
    assert.equal(await held.countDocuments(), 2)
  })

  it('is committed by the driver after a failure of the network that the server acts out', async () => {
    const client = await new MongoClient(server.uri, { appName: 'cut off' }).connect()
    await server.client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['commitTransaction'], closeConnection: true, appName: 'cut off' },
    })
    await client.withSession(async (session) => {
      session.startTransaction()
      await client.db('test').collection('held').insertOne({ by: 'driver' }, { session })
      await session.commitTransaction()
    })
    await client.close()
    assert.equal(await held.countDocuments(), 1)
  })
})
