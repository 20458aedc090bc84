import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type Db } from 'mongodb'
import { serve, type Served, type ServeOptions } from '../src/serve.js'

export type Fresh = Served & {
  readonly client: MongoClient
  readonly db: Db
  readonly dataDir: string
  /** Closes the server and keeps its folder; `close` removes it. */
  stop(): Promise<void>
}

/** A new empty folder for a database. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'embedded-'))
}

/** A server of this process on an empty folder, with a client connected to it; `close` removes the folder. */
export async function freshServer(options: Partial<ServeOptions> = {}): Promise<Fresh> {
  const dataDir = options.dataDir ?? freshFolder()
  const served = await serve({ dataDir, listen: 'default', password: 'secret', log: () => undefined, ...options })
  const client = await new MongoClient(served.uri, { serverSelectionTimeoutMS: 3000 }).connect()
  const stop = async () => {
    await client.close()
    await served.close()
  }
  const close = async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { ...served, client, db: client.db('test'), dataDir, stop, close }
}
