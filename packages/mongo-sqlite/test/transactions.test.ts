import assert from 'node:assert/strict'
import { MongoServerError, UUID, type Collection, type Document } from 'mongodb'
import { freshServer, type Fresh } from './fresh-server.js'
import { rawConnection } from './raw-command.js'

type Account = { _id: string; money: number }

const labelled = (label: string) => (error: unknown) => error instanceof MongoServerError && error.hasErrorLabel(label)

describe('transactions of the embedded server', () => {
  let server: Fresh
  let accounts: Collection<Account>
  const money = async () => (await accounts.find({}, { sort: { _id: 1 } }).toArray()).map((account) => account.money)

  before(async () => {
    server = await freshServer({ listen: { port: 0 } })
    accounts = server.db.collection('accounts')
  })
  beforeEach(async () => {
    await accounts.deleteMany({})
    await accounts.insertMany([
      { _id: 'a', money: 100 },
      { _id: 'b', money: 100 },
    ])
  })
  after(() => server.close())

  it('show their writes to nobody before the commit and to everybody after it', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await accounts.updateOne({ _id: 'a' }, { $inc: { money: -30 } }, { session })
      await accounts.updateOne({ _id: 'b' }, { $inc: { money: 30 } }, { session })
      assert.deepEqual(await money(), [100, 100])
      assert.equal((await accounts.findOne({ _id: 'a' }, { session }))?.money, 70)
      await session.commitTransaction()
      assert.deepEqual(await money(), [70, 130])
    })
  })

  it('leave nothing behind when aborted, not even a collection', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await server.db.collection('made').insertOne({}, { session })
      await session.abortTransaction()
    })
    assert.deepEqual(await server.db.listCollections({ name: 'made' }).toArray(), [])
  })

  it('read from the snapshot of their first command', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await accounts.findOne({ _id: 'a' }, { session })
      await accounts.updateOne({ _id: 'a' }, { $set: { money: 1 } })
      assert.equal((await accounts.findOne({ _id: 'a' }, { session }))?.money, 100)
      await session.commitTransaction()
    })
  })

  it('refuse to write on a stale snapshot with 112 and the label for another try', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await accounts.findOne({ _id: 'a' }, { session })
      await accounts.updateOne({ _id: 'a' }, { $set: { money: 1 } })
      const late = accounts.updateOne({ _id: 'a' }, { $inc: { money: 1 } }, { session })
      await assert.rejects(late, (error: MongoServerError) => {
        assert.equal(error.code, 112)
        return labelled('TransientTransactionError')(error)
      })
      await session.abortTransaction()
    })
    assert.deepEqual(await money(), [1, 100])
  })

  it('give way to one that already writes', async () => {
    const [first, second] = [server.client.startSession(), server.client.startSession()]
    first.startTransaction()
    second.startTransaction()
    await accounts.updateOne({ _id: 'a' }, { $inc: { money: 1 } }, { session: first })
    const blocked = accounts.updateOne({ _id: 'a' }, { $inc: { money: 1 } }, { session: second })
    await assert.rejects(blocked, { code: 112 })
    await first.commitTransaction()
    await second.abortTransaction()
    await Promise.all([first.endSession(), second.endSession()])
    assert.deepEqual(await money(), [101, 100])
  })

  it('hold plain writes back until they end, but not past maxTimeMS', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await accounts.updateOne({ _id: 'a' }, { $inc: { money: 1 } }, { session })
      await assert.rejects(accounts.updateOne({ _id: 'b' }, { $inc: { money: 1 } }, { maxTimeMS: 30 }), { code: 50 })
      const waiting = accounts.updateOne({ _id: 'a' }, { $inc: { money: 10 } })
      await session.commitTransaction()
      await waiting
    })
    assert.deepEqual(await money(), [111, 100])
  })

  it('end with any error', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await accounts.insertOne({ _id: 'c', money: 1 }, { session })
      await assert.rejects(accounts.insertOne({ _id: 'a', money: 1 }, { session }), { code: 11000 })
      await assert.rejects(session.commitTransaction(), { code: 251 })
    })
    assert.deepEqual(await money(), [100, 100])
  })

  it('answer a repeated commit and a repeated write as the first time, without doing it again', async () => {
    const connection = rawConnection(Number(new URL(server.uri).port))
    const raw = (command: Document, txnNumber: number) =>
      connection.send({ ...command, $db: command.commitTransaction ? 'admin' : 'test', lsid, txnNumber })
    const lsid = { id: new UUID() }
    const add = (_id: string) => ({ update: 'accounts', updates: [{ q: { _id }, u: { $inc: { money: 5 } } }] })
    await raw({ ...add('a'), autocommit: false, startTransaction: true }, 1)
    const commits = [
      await raw({ commitTransaction: 1, autocommit: false }, 1),
      await raw({ commitTransaction: 1, autocommit: false }, 1),
    ]
    assert.deepEqual(
      commits.map((reply) => Number(reply.ok)),
      [1, 1],
    )
    const writes = [await raw(add('b'), 2), await raw(add('b'), 2)]
    assert.deepEqual(
      writes.map((reply) => reply.nModified),
      [1, 1],
    )
    assert.deepEqual(await money(), [105, 105])
    assert.equal((await raw(add('b'), 1)).code, 225)
    connection.close()
  })

  it('keep the sum right when many run at once', async () => {
    const transfer = (from: string, to: string) =>
      server.client.withSession((session) =>
        session.withTransaction(async () => {
          const source = await accounts.findOne({ _id: from }, { session })
          await accounts.updateOne({ _id: from }, { $set: { money: (source?.money ?? 0) - 1 } }, { session })
          await accounts.updateOne({ _id: to }, { $inc: { money: 1 } }, { session })
        }),
      )
    await Promise.all(Array.from({ length: 6 }, (_, i) => (i < 4 ? transfer('a', 'b') : transfer('b', 'a'))))
    assert.deepEqual(await money(), [98, 102])
  })

  it('cannot count, and say so', async () => {
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await assert.rejects(server.db.command({ count: 'accounts' }, { session }), { code: 263 })
      await session.abortTransaction()
    })
  })
})
