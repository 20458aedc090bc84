import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import MongoStore from 'connect-mongo'
import type { SessionData } from 'express-session'
import { GridFSBucket } from 'mongodb'
import mongoose from 'mongoose'
import { freshServer, type Fresh } from './fresh-server.js'

describe('what applications build on MongoDB, over the embedded server', () => {
  let server: Fresh
  before(async () => (server = await freshServer()))
  after(() => server.close())

  it('GridFS: a file of several chunks comes back byte for byte, and goes away whole', async () => {
    const bucket = new GridFSBucket(server.db, { chunkSizeBytes: 64 * 1024 })
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251))
    const upload = bucket.openUploadStream('申请书.pdf', { metadata: { owner: 7 } })
    await pipeline(Readable.from([bytes]), upload)
    assert.ok((await buffer(bucket.openDownloadStream(upload.id))).equals(bytes))
    const part = await buffer(bucket.openDownloadStream(upload.id, { start: 70_000, end: 140_000 }))
    assert.ok(part.equals(bytes.subarray(70_000, 140_000)))
    await bucket.delete(upload.id)
    assert.equal((await server.db.collection('fs.chunks').find().toArray()).length, 0)
  })

  it('mongoose: schemas, indexes, versions, populate and transactions', async () => {
    const connection = await mongoose.createConnection(server.uri, { dbName: 'mongoose' }).asPromise()
    const Author = connection.model(
      'Author',
      new mongoose.Schema({ name: { type: String, unique: true } }, { timestamps: true }),
    )
    const Book = connection.model(
      'Book',
      new mongoose.Schema(
        { title: String, author: { type: mongoose.Schema.Types.ObjectId, ref: 'Author' }, tags: [String] },
        { optimisticConcurrency: true },
      ),
    )
    await Promise.all([Author.init(), Book.init()])
    const author = await Author.create({ name: '艾青' })
    await assert.rejects(Author.create({ name: '艾青' }), { code: 11000 })
    await connection.transaction(async (session) => {
      await Book.create([{ title: '大堰河', author: author._id, tags: ['诗'] }], { session })
    })
    await assert.rejects(
      connection.transaction(async (session) => {
        await Book.create([{ title: '北方', author: author._id }], { session })
        throw new Error('changed my mind')
      }),
      /changed my mind/,
    )
    const books = await Book.find({ tags: '诗' }).populate<{ author: { name: string } }>('author').lean()
    assert.deepEqual(
      books.map((book) => [book.title, book.author.name]),
      [['大堰河', '艾青']],
    )
    const [mine, theirs] = await Promise.all([Book.findOne().orFail(), Book.findOne().orFail()])
    mine.tags.push('名篇')
    await mine.save()
    theirs.title = '火把'
    await assert.rejects(theirs.save(), { name: 'VersionError' })
    assert.equal(await Book.countDocuments({ tags: { $all: ['诗', '名篇'] } }), 1)
    await connection.close()
  })

  it('connect-mongo: a session is kept, touched, found and destroyed', async () => {
    const store = MongoStore.create({ client: server.client, dbName: 'sessions', autoRemove: 'native', touchAfter: 0 })
    const call = <T>(run: (done: (error: unknown, value?: T) => void) => void) =>
      new Promise<T | undefined>((resolve, reject) => {
        run((error, value) =>
          error ? reject(error instanceof Error ? error : new Error('store failed')) : resolve(value),
        )
      })
    const session = { cookie: { originalMaxAge: 60_000 }, account: 'x' } as unknown as SessionData
    await call((done) => void store.set('one', session, done))
    await call((done) => void store.touch('one', session, done))
    const found = await call<SessionData | null>(
      (done) => void store.get('one', (error, value) => done(error, value ?? null)),
    )
    assert.equal((found as unknown as { account: string }).account, 'x')
    const indexes = await server.client.db('sessions').collection('sessions').indexes()
    assert.ok(indexes.some((index) => index.expireAfterSeconds === 0))
    await call((done) => void store.destroy('one', done))
    assert.equal(
      await server.client
        .db('sessions')
        .collection('sessions')
        .findOne({ _id: 'one' as never }),
      null,
    )
  })
})
