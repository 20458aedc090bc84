import assert from 'node:assert/strict'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { attachUri, FolderInUse } from '../src/lock.js'
import { serve } from '../src/serve.js'
import { freshFolder, freshServer } from './fresh-server.js'

const options = { listen: 'default', password: 'secret', log: () => undefined } as const

describe('the data folder of the embedded server', () => {
  it('is for its owner only, and so is the socket in it', async () => {
    const server = await freshServer()
    assert.equal(statSync(server.dataDir).mode & 0o777, 0o700)
    assert.equal(statSync(join(server.dataDir, 'mongo.sock')).mode & 0o777, 0o600)
    await server.close()
  })

  it('is refused to a second server while the first lives, and free after it', async () => {
    const server = await freshServer()
    const { dataDir } = server
    await assert.rejects(
      serve({ ...options, dataDir }),
      (error: Error) => error instanceof FolderInUse && error.message.includes(dataDir),
    )
    assert.equal(attachUri(dataDir), server.uri)
    await server.close()
    assert.equal(attachUri(dataDir), null)
    const again = await freshServer({ dataDir })
    await again.close()
  })

  it('is taken over from a process that died, even one with the number of this process', async () => {
    const dataDir = freshFolder()
    writeFileSync(
      join(dataDir, 'lock.json'),
      JSON.stringify({ pid: process.pid, startedAt: '2026-01-01T00:00:00Z', uri: 'mongodb://gone' }),
    )
    assert.equal(attachUri(dataDir), null)
    const server = await freshServer({ dataDir })
    assert.equal(attachUri(dataDir), server.uri)
    await server.close()
  })

  it('may have a path too long for a socket', async () => {
    const folder = freshFolder()
    const dataDir = join(folder, 'x'.repeat(90), 'y'.repeat(60))
    const server = await freshServer({ dataDir })
    const attached = await new MongoClient(attachUri(dataDir) ?? '').connect()
    assert.equal((await attached.db('admin').command({ ping: 1 })).ok, 1)
    await attached.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps its documents from one start to the next', async () => {
    const dataDir = freshFolder()
    const first = await serve({ ...options, dataDir })
    const client = await new MongoClient(first.uri).connect()
    await client.db('test').collection('kept').createIndex({ a: 1 })
    await client
      .db('test')
      .collection('kept')
      .insertOne({ a: [1, 2] })
    await client.close()
    await first.close()
    const second = await freshServer({ dataDir })
    assert.equal((await second.db.collection('kept').find({ a: 2 }).toArray()).length, 1)
    assert.equal((await second.db.collection('kept').indexes()).length, 2)
    await second.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})

describe('sign-in to the embedded server', () => {
  it('lets in who knows the password, and nobody else', async () => {
    const credentials = { user: 'embedded', password: '密码 p@ss' }
    const server = await freshServer({ listen: { port: 0 }, credentials })
    assert.equal((await server.db.command({ ping: 1 })).ok, 1)
    const { port } = new URL(server.uri)
    const bare = await new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`).connect()
    await assert.rejects(bare.db('test').collection('x').findOne(), { code: 13 })
    await bare.close()
    const wrong = new MongoClient(`mongodb://embedded:wrong@127.0.0.1:${port}/?directConnection=true`)
    await assert.rejects(wrong.connect(), { code: 18 })
    await wrong.close()
    await server.close()
  })
})
