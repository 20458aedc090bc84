import { rm } from 'node:fs/promises'
import mongoose, { createConnection } from 'mongoose'
import type { Database } from '../../src/db/index.js'
import { startEmbedded } from '@lueqiao/mongo-sqlite'
import { folderInRun } from './run-folder.js'

type Server = Awaited<ReturnType<typeof startEmbedded>>
let running: Promise<{ server: Server; dataDir: string }> | null = null
let databases = 0

/** The embedded server of this test run: started by the first test that needs it, in a folder of its own. */
export async function testServer(): Promise<{ uri: string }> {
  running ??= (async () => {
    const dataDir = await folderInRun()
    return { server: await startEmbedded({ dataDir }), dataDir }
  })()
  return { uri: (await running).server.uri }
}

/** A new, empty database on the test server; closing drops it, so that the server does not carry all of a run. */
export async function openTestDatabase(): Promise<Database> {
  const { uri } = await testServer()
  const dbName = `test_${++databases}`
  const connection = await createConnection(uri, {
    dbName,
    autoIndex: false,
    autoCreate: false,
    sanitizeFilter: true,
  }).asPromise()
  const close = async () => {
    if (connection.readyState === mongoose.ConnectionStates.connected) await connection.dropDatabase()
    await connection.close()
  }
  return { connection, uri, kind: 'attached', close }
}

export async function stopTestServer(): Promise<void> {
  if (!running) return
  const { server, dataDir } = await running
  running = null
  await server.close()
  await rm(dataDir, { recursive: true, force: true })
}
