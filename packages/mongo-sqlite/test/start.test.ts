import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { MongoClient } from 'mongodb'
import { attachUri, startEmbedded } from '../src/index.js'
import { freshFolder } from './fresh-server.js'

describe('starting the embedded server in a worker thread', () => {
  it('serves this process and another one side by side, and tells a second server why it cannot start', async () => {
    const dataDir = freshFolder()
    const server = await startEmbedded({ dataDir })
    assert.equal(attachUri(dataDir), server.uri)
    const client = await new MongoClient(server.uri).connect()
    const seen = client.db('test').collection('seen')
    await seen.insertOne({ by: 'owner' })
    const script = `
      import { MongoClient } from 'mongodb'
      const client = await new MongoClient(process.argv[1]).connect()
      const seen = client.db('test').collection('seen')
      await client.withSession((session) => session.withTransaction(() => seen.insertOne({ by: 'other' }, { session })))
      console.log((await seen.find({}, { sort: { $natural: 1 } }).toArray()).map((document) => document.by).join())
      await client.close()`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script, attachUri(dataDir) ?? ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    assert.equal((await text(other.stdout)).trim(), 'owner,other')
    assert.equal((await seen.find().toArray()).length, 2)
    await assert.rejects(startEmbedded({ dataDir }), /正被另一个进程使用/)
    await client.close()
    await server.close()
    assert.equal(attachUri(dataDir), null)
    rmSync(dataDir, { recursive: true, force: true })
  })
})
