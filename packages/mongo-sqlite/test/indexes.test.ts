import assert from 'node:assert/strict'
import type { Collection, Document } from 'mongodb'
import { inspectAll } from '../src/storage/integrity.js'
import { freshServer, type Fresh } from './fresh-server.js'

type Stage = { stage: string; indexName?: string; inputStage?: Stage }

async function plan(collection: Collection, filter: Document, sort?: Document): Promise<Stage> {
  const cursor = collection.find(filter, sort ? { sort } : {})
  const explained = (await cursor.explain('executionStats')) as { queryPlanner: { winningPlan: Stage } }
  return explained.queryPlanner.winningPlan
}

describe('indexes of the embedded server', () => {
  let server: Fresh
  let items: Collection
  before(async () => {
    server = await freshServer()
    items = server.db.collection('items')
    await items.insertMany(
      Array.from({ length: 300 }, (_, i) => ({ i, group: i % 3, tags: [`t${i % 5}`, `u${i % 7}`] })),
    )
    await items.createIndexes([{ key: { group: 1, i: -1 } }, { key: { tags: 1 } }])
  })
  after(() => server.close())
  afterEach(() => assert.deepEqual(inspectAll(server.server.main), []))

  it('bound equality and range, and give the order behind an equality for free', async () => {
    const found = await plan(items, { group: 1, i: { $gte: 10, $lt: 50 } }, { i: -1 })
    assert.equal(found.stage, 'FETCH')
    assert.equal(found.inputStage?.indexName, 'group_1_i_-1')
    const documents = await items.find({ group: 1, i: { $gte: 10, $lt: 50 } }, { sort: { i: 1 } }).toArray()
    assert.deepEqual(
      documents.map((document) => Number(document.i)),
      Array.from({ length: 14 }, (_, n) => 10 + n * 3),
    )
  })

  it('sort in memory when no index has the order', async () => {
    assert.equal((await plan(items, {}, { tags: 1 })).stage, 'SORT')
    assert.equal((await plan(items, { nothing: 1 })).stage, 'COLLSCAN')
  })

  it('find array elements once each, also when several keys match', async () => {
    const filter = { tags: { $in: ['t1', 'u1', 'u2'] } }
    assert.equal((await plan(items, filter)).inputStage?.indexName, 'tags_1')
    const expected = Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 5 === 1 || i % 7 === 1 || i % 7 === 2)
    const ids = (await items.find(filter).toArray()).map((document) => Number(document.i)).sort((a, b) => a - b)
    assert.deepEqual(ids, expected)
  })

  it('do not intersect two bounds on an array, whose elements may meet one each', async () => {
    const spread = server.db.collection('spread')
    await spread.insertOne({ n: [1, 20] })
    await spread.createIndex({ n: 1 })
    assert.equal(await spread.countDocuments({ n: { $gt: 5, $lt: 10 } }), 1)
  })

  it('keep a unique index unique through insert, update and creation', async () => {
    const unique = server.db.collection('unique')
    await unique.insertMany([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
    ])
    await assert.rejects(unique.createIndex({ b: 1 }, { unique: true }), { code: 11000 })
    assert.equal((await unique.indexes()).length, 1)
    await unique.createIndex({ a: 1 }, { unique: true })
    await assert.rejects(unique.insertOne({ a: 2 }), { code: 11000 })
    await assert.rejects(unique.updateOne({ a: 1 }, { $set: { a: 2 } }), { code: 11000 })
    await assert.rejects(unique.findOneAndUpdate({ a: 1 }, { $set: { a: 2 } }), { code: 11000 })
    await unique.insertOne({ c: 1 })
    await assert.rejects(unique.insertOne({ c: 2 }), { code: 11000 })
  })

  it('leave out of a sparse or partial index what does not belong there', async () => {
    const some = server.db.collection('some')
    await some.createIndex({ code: 1 }, { unique: true, sparse: true })
    await some.createIndex({ mail: 1 }, { unique: true, partialFilterExpression: { active: true } })
    await some.insertMany([{ mail: 'x' }, { mail: 'x' }, { mail: 'x', active: true, code: 1 }])
    await assert.rejects(some.insertOne({ mail: 'x', active: true }), { code: 11000 })
    assert.equal(await some.countDocuments({ mail: 'x' }), 3)
    assert.equal(await some.countDocuments({ code: null }), 2)
    assert.equal((await plan(some, { mail: 'x', active: true })).inputStage?.indexName, 'mail_1')
    assert.equal((await plan(some, { mail: 'x' })).stage, 'COLLSCAN')
  })

  it('are not used where a collation finds what a partial one leaves out, nor by a hint', async () => {
    const mixed = server.db.collection('mixed')
    await mixed.createIndex({ n: 1 }, { partialFilterExpression: { name: 'a' } })
    await mixed.insertMany([
      { name: 'a', n: 1 },
      { name: 'A', n: 1 },
      { name: 'b', n: 1 },
    ])
    const collation = { locale: 'en', strength: 2 }
    assert.equal((await mixed.find({ name: 'a', n: 1 }, { collation }).toArray()).length, 2)
    assert.equal((await mixed.find({ name: 'a', n: 1 }, { hint: 'n_1' }).toArray()).length, 1)
    assert.equal((await plan(mixed, { name: 'a', n: 1 })).inputStage?.indexName, 'n_1')
    const refused = { code: 2, message: /n_1 is partial/ }
    await assert.rejects(mixed.find({ n: 1 }, { hint: 'n_1' }).toArray(), refused)
    await assert.rejects(mixed.find({ name: 'a', n: 1 }, { hint: 'n_1', collation }).toArray(), refused)
    await assert.rejects(mixed.updateMany({ n: 1 }, { $set: { m: 1 } }, { hint: 'n_1' }), refused)
  })

  it('answer a hint for a sparse one with what it has, also when everything is counted', async () => {
    const thin = server.db.collection('thin')
    await thin.createIndex({ code: 1 }, { sparse: true })
    await thin.insertMany([{ code: 1 }, { code: [2, 3] }, {}])
    const count = async (hint?: string) =>
      Number((await server.db.command({ count: 'thin', query: {}, ...(hint && { hint }) })).n)
    assert.deepEqual([await count(), await count('_id_'), await count('code_1')], [3, 3, 2])
    assert.equal((await thin.find({}, { hint: 'code_1' }).toArray()).length, 2)
  })

  it('remove documents after the time of a TTL index', async () => {
    const sessions = server.db.collection('sessions')
    await sessions.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
    const now = Date.now()
    await sessions.insertMany([
      { at: new Date(now - 61_000) },
      { at: new Date(now - 1000) },
      { at: 'never' },
      { other: 1 },
    ])
    assert.equal(await server.server.sweep(now), 1)
    assert.equal(await sessions.countDocuments(), 3)
  })

  it('are listed, hidden and dropped', async () => {
    const names = async () => (await items.indexes()).map(({ name }) => name)
    assert.deepEqual(await names(), ['_id_', 'group_1_i_-1', 'tags_1'])
    await server.db.command({ collMod: 'items', index: { name: 'tags_1', hidden: true } })
    assert.equal((await plan(items, { tags: 't1' })).stage, 'COLLSCAN')
    await items.dropIndex('tags_1')
    assert.deepEqual(await names(), ['_id_', 'group_1_i_-1'])
    await assert.rejects(items.dropIndex('tags_1'), { code: 27 })
    await assert.rejects(items.createIndex({ group: 1, i: -1 }, { name: 'other' }), { code: 85 })
    await assert.rejects(items.createIndex({ zzz: 1 }, { name: 'group_1_i_-1' }), { code: 86 })
  })

  it('refuse two arrays in one key', async () => {
    const parallel = server.db.collection('parallel')
    await parallel.createIndex({ a: 1, b: 1 })
    await assert.rejects(parallel.insertOne({ a: [1], b: [2] }), { code: 171 })
  })
})
