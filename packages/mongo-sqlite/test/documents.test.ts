import assert from 'node:assert/strict'
import type { Document, MongoServerError } from 'mongodb'
import { Binary, Decimal128, Double, Long, ObjectId, Timestamp } from 'mongodb'
import { freshServer, type Fresh } from './fresh-server.js'

describe('documents of the embedded server', () => {
  let server: Fresh
  before(async () => (server = await freshServer()))
  after(() => server.close())

  it('come back with every BSON type they went in with', async () => {
    const types = server.db.collection('types', { promoteValues: false, promoteLongs: false })
    const given = {
      _id: new ObjectId(),
      double: new Double(5),
      long: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('1.10'),
      binary: new Binary(Buffer.from([1, 2, 3])),
      date: new Date(1_700_000_000_000),
      stamp: new Timestamp({ t: 5, i: 6 }),
      nested: { 2: 'two', 1: ['one', null, true] },
    }
    await types.insertOne(given)
    const found = await types.findOne({ _id: given._id })
    assert.ok(found)
    assert.equal((found.double as Double).constructor.name, 'Double')
    assert.equal(String(found.long), '9007199254740993')
    assert.equal(String(found.decimal), '1.10')
    assert.deepEqual((found.binary as Binary).value(), given.binary.value())
    assert.deepEqual(found.date, given.date)
    assert.ok((found.stamp as Timestamp).equals(given.stamp))
  })

  it('are found by value, whatever the numeric type', async () => {
    const numbers = server.db.collection('numbers')
    await numbers.insertMany([{ n: 5 }, { n: Long.fromNumber(5) }, { n: Decimal128.fromString('5.0') }, { n: '5' }])
    assert.equal(await numbers.countDocuments({ n: 5 }), 3)
    await numbers.createIndex({ n: 1 })
    assert.equal(await numbers.countDocuments({ n: 5 }), 3)
  })

  it('are changed, upserted and removed with the counts the driver expects', async () => {
    const people = server.db.collection<{ _id: number; name: string; age?: number }>('people')
    await people.insertMany([
      { _id: 1, name: 'a' },
      { _id: 2, name: 'b' },
    ])
    const changed = await people.updateMany({}, { $set: { age: 3 } })
    assert.deepEqual([changed.matchedCount, changed.modifiedCount], [2, 2])
    const same = await people.updateMany({}, { $set: { age: 3 } })
    assert.deepEqual([same.matchedCount, same.modifiedCount], [2, 0])
    const made = await people.updateOne({ _id: 9 }, { $set: { name: 'new' } }, { upsert: true })
    assert.equal(made.upsertedId, 9)
    const after = await people.findOneAndUpdate({ _id: 9 }, { $inc: { age: 1 } }, { returnDocument: 'after' })
    assert.equal(after?.age, 1)
    assert.equal((await people.deleteMany({ _id: { $gt: 1 } })).deletedCount, 2)
  })

  it('refuses a second document with one _id and says so in the words of MongoDB', async () => {
    const unique = server.db.collection<{ _id: string }>('unique')
    await unique.insertOne({ _id: 'x' })
    await assert.rejects(unique.insertOne({ _id: 'x' }), (error: MongoServerError) => {
      assert.equal(error.code, 11000)
      assert.match(
        error.message,
        /E11000 duplicate key error collection: test\.unique index: _id_ dup key: \{ _id: "x" \}/,
      )
      assert.deepEqual(error.keyValue, { _id: 'x' })
      return true
    })
  })

  it('keeps the good documents of an unordered insert and reports the bad ones by place', async () => {
    const unordered = server.db.collection<{ _id: number }>('unordered')
    await unordered.insertOne({ _id: 2 })
    const failed = unordered.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false })
    await assert.rejects(failed, (error: { writeErrors: { index: number }[] }) => {
      assert.deepEqual(
        error.writeErrors.map(({ index }) => index),
        [1],
      )
      return true
    })
    assert.equal(await unordered.countDocuments(), 3)
  })

  it('gives results in batches through one cursor, and none is lost or given twice', async () => {
    const many = server.db.collection<{ _id: number }>('many')
    await many.insertMany(Array.from({ length: 2500 }, (_, _id) => ({ _id })))
    const ids = (await many.find({}, { batchSize: 70 }).toArray()).map(({ _id }) => _id)
    assert.equal(new Set(ids).size, 2500)
    const backwards = await many.find({}, { sort: { _id: -1 }, limit: 3, skip: 1 }).toArray()
    assert.deepEqual(
      backwards.map(({ _id }) => _id),
      [2498, 2497, 2496],
    )
  })

  it('closes a cursor that is killed', async () => {
    const cursor = server.db.collection('many').find({}, { batchSize: 2 })
    await cursor.next()
    const id = cursor.id
    await cursor.close()
    const more = server.db.command({ getMore: id, collection: 'many' })
    await assert.rejects(more, { code: 43 })
  })

  it('gives the distinct values of arrays, and of arrays in them the arrays', async () => {
    const lists = server.db.collection('lists')
    await lists.insertMany([
      { a: [[1, 2], 3] },
      { a: 3 },
      { a: [] },
      { b: 1 },
      { c: [{ d: 1 }, { d: [2, [3]] }, [{ d: 4 }], 5] },
      { c: { d: 1 } },
    ])
    assert.deepEqual(await lists.distinct('a'), [3, [1, 2]])
    assert.deepEqual(await lists.distinct('a.0'), [1, 2])
    assert.deepEqual(await lists.distinct('c.d'), [1, 2, [3]])
    assert.deepEqual(await lists.distinct('c.1.d'), [2, [3]])
    assert.deepEqual(await lists.distinct('zzz'), [])
  })

  it('stores nothing nested so deep that it could not be read again', async () => {
    const deep = server.db.collection<{ _id: number; [field: string]: unknown }>('deep')
    const nested = (levels: number): Document => (levels === 1 ? {} : { x: nested(levels - 1) })
    await deep.insertOne({ _id: 1, ...nested(180) })
    await assert.rejects(deep.insertOne({ _id: 2, ...nested(181) }), { code: 15 })
    await assert.rejects(deep.updateOne({ _id: 1 }, { $set: { [`y${'.y'.repeat(180)}`]: 1 } }), { code: 15 })
    assert.equal((await deep.findOneAndUpdate({ _id: 1 }, { $set: { n: 1 } }, { returnDocument: 'after' }))?.n, 1)
  })

  it('refuses documents larger than 16 MB', async () => {
    const large = { text: 'x'.repeat(16 * 1024 * 1024) }
    const answer = await server.db.command({ insert: 'large', documents: [large] })
    assert.deepEqual([answer.n, (answer.writeErrors as { code: number }[])[0]?.code], [0, 10334])
  })

  it('enforces a validator unless it is bypassed', async () => {
    await server.db.createCollection('valid', { validator: { age: { $gte: 18 } } })
    const valid = server.db.collection('valid')
    await assert.rejects(valid.insertOne({ age: 3 }), { code: 121 })
    await valid.insertOne({ age: 3 }, { bypassDocumentValidation: true })
    await valid.insertOne({ age: 20 })
    await assert.rejects(valid.updateOne({ age: 20 }, { $set: { age: 1 } }), { code: 121 })
  })

  it('refuses what it does not do, with the code of MongoDB', async () => {
    const { db } = server
    await assert.rejects(db.command({ noSuchThing: 1 }), { code: 59 })
    await assert.rejects(db.command({ find: 'x', strange: 1 }), { code: 40415 })
    await assert.rejects(db.createCollection('capped', { capped: true, size: 1000 }), { code: 115 })
    await assert.rejects(db.collection('x').createIndex({ words: 'text' }), { code: 67 })
    await db.createCollection('x')
    await assert.rejects(db.command({ find: 'x', hint: 'none_1' }), { code: 2 })
  })
})
