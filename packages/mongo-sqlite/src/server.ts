import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ObjectId } from 'bson'
import { Cursors } from './commands/cursors.js'
import { FailPoints } from './commands/fail-point.js'
import { Connection } from './storage/connection.js'
import { loadCatalog, prepareSchema } from './storage/schema.js'
import { Store } from './storage/store.js'
import { forgetOld } from './txn/retries.js'
import { ConnectionPool } from './txn/pool.js'
import { Sessions } from './txn/sessions.js'
import type { TransactionDeps } from './txn/transaction.js'
import { Writer } from './txn/writer.js'
import { sweepExpired } from './storage/ttl.js'

const SWEEP_EVERY = 60_000

export type ServerOptions = {
  readonly dataDir: string
  /** Offers configureFailPoint, as a mongod with enableTestCommands does. */
  readonly testCommands: boolean
  readonly log: (line: string) => void
  /** User and password clients must prove by SCRAM-SHA-256; null lets everybody in who reaches the socket. */
  readonly credentials: { readonly user: string; readonly password: string } | null
}

/** The state of one running server: storage, sessions, cursors. */
export class Server {
  readonly options: ServerOptions
  readonly main: Store
  readonly writer: Writer
  readonly sessions: Sessions
  readonly cursors = new Cursors()
  readonly failPoints = new FailPoints()
  readonly processId = new ObjectId()
  readonly instance = randomUUID()
  readonly startedAt = Date.now()
  /** As clients reach it: `127.0.0.1:27017`, or the path of the socket. Known once listening. */
  address = ''
  connections = 0
  private readonly pool: ConnectionPool
  private readonly sweeper: NodeJS.Timeout

  constructor(options: ServerOptions) {
    this.options = options
    const file = join(options.dataDir, 'documents.sqlite')
    const connection = new Connection(file)
    prepareSchema(connection)
    this.main = new Store(connection, loadCatalog(connection))
    this.writer = new Writer(this.main)
    this.pool = new ConnectionPool(file)
    const deps: TransactionDeps = { main: this.main, writer: this.writer, pool: this.pool }
    this.sessions = new Sessions(deps, (transaction) => this.cursors.closeOf(transaction))
    this.sweeper = setInterval(() => void this.sweep().catch(this.logError), SWEEP_EVERY)
    this.sweeper.unref()
  }

  /** Removes expired documents, old retry answers, idle sessions and cursors; runs every 60 s by itself. */
  async sweep(now = Date.now()): Promise<number> {
    this.cursors.closeIdle(now)
    this.sessions.forgetIdle(now)
    return this.writer.write(() => {
      forgetOld(this.main, now)
      return sweepExpired(this.main, new Date(now))
    })
  }

  close(): void {
    clearInterval(this.sweeper)
    this.cursors.closeAll()
    this.writer.shutdown()
    this.sessions.closeAll()
    this.pool.close()
    // Leaves everything in one file, for whoever copies the folder of a stopped server.
    this.main.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.main.connection.close()
  }

  private readonly logError = (error: unknown) => {
    this.options.log(`sweep failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}
