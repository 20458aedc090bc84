import assert from 'node:assert/strict'
import type { Collection } from 'mongodb'
import { inspectAll } from '../src/storage/integrity.js'
import { freshServer, type Fresh } from './fresh-server.js'

type Note = { _id: string; text?: string; n?: number }

const SOON = { maxTimeMS: 1000 }
const FULL = { code: 14031, codeName: 'OutOfDiskSpace' }

describe('a commit of the embedded server that fails', () => {
  let server: Fresh
  let notes: Collection<Note>
  const sql = (text: string) => server.server.main.connection.exec(text)
  before(async () => {
    server = await freshServer()
    notes = server.db.collection('notes')
    await notes.insertOne({ _id: 'first' })
    // What a trigger puts in here refers to nothing, which SQLite finds out at COMMIT and leaves its transaction open.
    sql('CREATE TABLE broken (id REFERENCES collections (id) DEFERRABLE INITIALLY DEFERRED)')
  })
  after(() => server.close())

  const failures = {
    'when its answer is recorded': "SELECT RAISE(ABORT, 'no record')",
    'in SQLite itself': 'INSERT INTO broken VALUES (-1)',
  }
  for (const [when, statement] of Object.entries(failures)) {
    it(`${when}, aborts its transaction and frees the write lock`, async () => {
      sql(`CREATE TRIGGER fail BEFORE INSERT ON retries WHEN NEW.command = 'commitTransaction' BEGIN ${statement}; END`)
      await server.client.withSession(async (session) => {
        session.startTransaction()
        await notes.insertOne({ _id: 'lost' }, { session })
        await server.db.collection('made').insertOne({}, { session })
        await assert.rejects(session.commitTransaction(), { code: 1 })
      })
      await notes.updateOne({ _id: 'first' }, { $inc: { n: 1 } }, SOON)
      sql('DROP TRIGGER fail')
      assert.deepEqual(
        (await notes.find().toArray()).map(({ _id }) => _id),
        ['first'],
      )
      assert.deepEqual(await server.db.listCollections({ name: 'made' }).toArray(), [])
      await server.client.withSession((session) =>
        session.withTransaction(() => notes.updateOne({ _id: 'first' }, { $inc: { n: 1 } }, { session })),
      )
      assert.deepEqual(inspectAll(server.server.main), [])
    })
  }

  it('in a plain write, fails this write and none after it', async () => {
    sql(`CREATE TRIGGER fail BEFORE INSERT ON retries BEGIN INSERT INTO broken VALUES (-1); END`)
    await assert.rejects(notes.insertOne({ _id: 'lost' }), { code: 1 })
    sql('DROP TRIGGER fail')
    await notes.insertOne({ _id: 'second' }, SOON)
    assert.deepEqual(
      (await notes.find().toArray()).map(({ _id }) => _id),
      ['first', 'second'],
    )
    await notes.deleteOne({ _id: 'second' })
  })
})

describe('the embedded server on a full disk', () => {
  const large = 'x'.repeat(50_000)
  let server: Fresh
  let notes: Collection<Note>
  const limit = (pages: number) => server.server.main.connection.exec(`PRAGMA max_page_count = ${pages}`)
  const ids = async () => (await notes.find({}, { sort: { _id: 1 } }).toArray()).map(({ _id }) => _id)
  before(async () => {
    server = await freshServer()
    notes = server.db.collection('notes')
    await notes.createIndex({ text: 1 }, { partialFilterExpression: { n: { $exists: true } } })
    await notes.insertMany([{ _id: 'a', text: large }, { _id: 'b' }])
  })
  beforeEach(() => {
    // One page means as few as the file has now: it may not grow.
    limit(1)
  })
  after(() => server.close())
  afterEach(() => assert.deepEqual(inspectAll(server.server.main), []))

  it('answers a write with 14031, writes nothing of it and goes on reading', async () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ _id: `c${i}`, text: large }))
    await assert.rejects(notes.insertMany(many, { ordered: false }), FULL)
    assert.deepEqual(await ids(), ['a', 'b'])
    await assert.rejects(notes.updateMany({}, { $set: { text: large + large, n: 1 } }), FULL)
    assert.equal((await notes.findOne({ _id: 'a' }))?.text, large)
    await assert.rejects(server.db.collection('made').createIndex({ a: 1 }), FULL)
    assert.deepEqual(await server.db.listCollections({ name: 'made' }).toArray(), [])
  })

  it('fails of writes that share a commit those that have no room', async () => {
    const results = await Promise.allSettled([
      notes.updateOne({ _id: 'b' }, { $set: { n: 7 } }),
      notes.insertOne({ _id: 'huge', text: large.repeat(20) }),
    ])
    assert.equal(results[1].status, 'rejected')
    assert.equal((await notes.findOne({ _id: 'b' }))?.n, results[0].status === 'fulfilled' ? 7 : undefined)
    assert.deepEqual(await ids(), ['a', 'b'])
  })

  it('writes again once there is room', async () => {
    await assert.rejects(notes.insertOne({ _id: 'z', text: large }), FULL)
    limit(1_000_000)
    await notes.insertOne({ _id: 'z', text: large }, SOON)
    assert.deepEqual(await ids(), ['a', 'b', 'z'])
    await server.client.withSession((session) =>
      session.withTransaction(() => notes.deleteOne({ _id: 'z' }, { session })),
    )
    assert.deepEqual(await ids(), ['a', 'b'])
  })
})
