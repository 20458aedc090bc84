import { CommandError } from '../errors.js'
import type { Client } from '../listen/client.js'
import { isBusy, type Connection } from '../storage/connection.js'
import { Store } from '../storage/store.js'
import type { Writer } from './writer.js'
import type { ConnectionPool } from './pool.js'

/** A transaction may be open this long, in ms (transactionLifetimeLimitSeconds of the server: 60). */
export const LIFETIME = 60_000
/** How long a transaction waits for another one's write lock before it gives way, in ms. */
const PATIENCE = 50

export type TransactionState = 'active' | 'committed' | 'aborted'

export type TransactionDeps = {
  readonly main: Store
  readonly writer: Writer
  readonly pool: ConnectionPool
}

/**
 * One transaction: a SQLite connection of its own, whose snapshot is taken by the first command and whose write lock by
 * the first write. When somebody else has committed in between, the write is refused with 112 and the label that makes
 * drivers start the transaction again.
 */
export class Transaction {
  readonly number: number
  state: TransactionState = 'active'
  /** True while one of its commands runs; commands of one transaction never overlap. */
  busy = false
  /** The open connections its commands came over; when the client has closed the last of them, nobody can go on. */
  readonly clients = new Set<Client>()
  private readonly deps: TransactionDeps
  private connection: Connection | null = null
  private store: Store | null = null
  private locked = false
  private readonly timer: NodeJS.Timeout

  constructor(number: number, deps: TransactionDeps, onExpire: (transaction: Transaction) => void) {
    this.number = number
    this.deps = deps
    this.timer = setTimeout(() => onExpire(this), LIFETIME)
    this.timer.unref()
  }

  get hasWritten(): boolean {
    return this.locked
  }

  /** The store to read from; the first call takes the snapshot. */
  reading(): Store {
    if (this.store !== null) return this.store
    const connection = this.open()
    connection.exec('BEGIN')
    // Only a read pins the snapshot; the catalog in memory is of this very moment.
    connection.get('SELECT id FROM collections LIMIT 1')
    return this.begun(connection)
  }

  /** The store to write to; waits a moment for the lock, then throws 112 when it is held or the snapshot is stale. */
  async writing(): Promise<Store> {
    if (this.locked && this.store !== null) return this.store
    const granted = this.deps.writer.acquire(PATIENCE)
    this.locked = typeof granted === 'boolean' ? granted : await granted
    if (!this.locked) throw conflict()
    if (this.state !== 'active') {
      this.unlock()
      throw noSuchTransaction(`Transaction with { txnNumber: ${this.number} } has been aborted.`)
    }
    if (this.store === null) {
      const connection = this.open()
      connection.exec('BEGIN IMMEDIATE')
      return this.begun(connection)
    }
    try {
      // Writes nothing, but makes SQLite take its write lock, which it grants only on a current snapshot.
      this.store.connection.exec('UPDATE collections SET id = id WHERE 0')
    } catch (error) {
      this.unlock()
      if (isBusy(error)) throw conflict()
      throw error
    }
    return this.store
  }

  /**
   * Makes the writes durable and visible. `record` runs before, inside the same commit. When either fails (a full disk)
   * the transaction is aborted: nothing of it is kept, and the write lock is free for others.
   */
  commit(record: (store: Store) => void): void {
    try {
      if (this.store !== null && this.locked) {
        record(this.store)
        this.store.connection.exec('COMMIT')
        this.deps.main.catalog = this.store.catalog
      }
    } catch (error) {
      this.end('aborted')
      throw error
    }
    this.end('committed')
  }

  abort(): void {
    this.end('aborted')
  }

  private end(state: TransactionState): void {
    if (this.state !== 'active') return
    this.state = state
    clearTimeout(this.timer)
    const { connection } = this
    this.connection = null
    this.store = null
    this.clients.clear()
    try {
      if (connection?.rollback() === true) this.deps.pool.give(connection)
      else connection?.close()
    } finally {
      if (this.locked) this.unlock()
    }
  }

  private open(): Connection {
    this.connection = this.deps.pool.take()
    return this.connection
  }

  private begun(connection: Connection): Store {
    this.store = new Store(connection, this.deps.main.catalog)
    return this.store
  }

  private unlock(): void {
    this.locked = false
    this.deps.writer.release()
  }
}

function conflict(): CommandError {
  const message =
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.'
  return new CommandError('WriteConflict', message)
}

/** Error 251, which drivers take as "start the transaction again". */
export function noSuchTransaction(message: string): CommandError {
  return new CommandError('NoSuchTransaction', message)
}
