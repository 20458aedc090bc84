import { Binary } from 'bson'
import { CommandError } from '../errors.js'
import { asNumber } from '../field.js'
import type { Client } from '../listen/client.js'
import { isDocument, type Document } from '../values/document.js'
import type { Store } from '../storage/store.js'
import { recall } from './retries.js'
import { noSuchTransaction, Transaction, type TransactionDeps } from './transaction.js'

/** One logical session of a client. */
export type Session = {
  readonly key: string
  readonly lsid: Uint8Array
  /** The highest transaction number seen, -1 when none. */
  number: number
  transaction: Transaction | null
  usedAt: number
}

/** Sessions nobody has used this long are forgotten, in ms. */
const IDLE = 30 * 60_000

/** How long a transaction whose connections are all closed waits for its client, in ms. */
const RETURN_WITHIN = 500

/** The sessions known to this server, with their transactions. */
export class Sessions {
  private readonly byKey = new Map<string, Session>()
  private readonly deps: TransactionDeps
  private readonly onEnd: (transaction: Transaction) => void

  /** `onEnd` hears of every transaction that ended, so that its cursors can be closed. */
  constructor(deps: TransactionDeps, onEnd: (transaction: Transaction) => void) {
    this.deps = deps
    this.onEnd = onEnd
  }

  /** The session a command names in `lsid`, null when it names none. */
  of(body: Document, store: Store): Session | null {
    const lsid = body.lsid
    if (lsid === undefined) return null
    return this.find(lsidBytes(lsid), store)
  }

  private find(lsid: Uint8Array, store: Store): Session {
    const key = Buffer.from(lsid).toString('hex')
    let session = this.byKey.get(key)
    if (session === undefined) {
      const number = recall(store, lsid)?.number ?? -1
      session = { key, lsid, number, transaction: null, usedAt: 0 }
      this.byKey.set(key, session)
    }
    session.usedAt = Date.now()
    return session
  }

  /** The transaction a command with `autocommit: false` belongs to, started when it says so. */
  transactionOf(session: Session, number: number, start: boolean): Transaction {
    if (start) return this.start(session, number)
    const { transaction } = session
    if (number < session.number) throw tooOldTransaction(number, session.number)
    if (transaction?.number !== number) {
      throw noSuchTransaction(
        `Given transaction number ${number} does not match any in-progress transactions. The active transaction number is ${session.number}`,
      )
    }
    return transaction
  }

  private start(session: Session, number: number): Transaction {
    if (number < session.number) throw tooOldTransaction(number, session.number)
    if (number === session.number) {
      throw new CommandError(
        'ConflictingOperationInProgress',
        `Cannot start a transaction at given transaction number ${number} twice`,
      )
    }
    this.advance(session, number)
    const transaction = new Transaction(number, this.deps, (expired) => this.end(expired))
    session.transaction = transaction
    return transaction
  }

  /** Moves a session on to a new number; a transaction still open under an older one is aborted, as the server does. */
  advance(session: Session, number: number): void {
    if (session.transaction !== null) this.end(session.transaction)
    session.transaction = null
    session.number = number
  }

  /** Aborts a transaction (nothing happens when it has ended) and closes what belonged to it. */
  end(transaction: Transaction): void {
    transaction.abort()
    this.onEnd(transaction)
  }

  /**
   * Ends the transactions that only this connection took part in, unless their client comes back within a moment:
   * a driver that dropped its connections after an error goes on over a new one, a client that was killed does not.
   */
  closeOf(client: Client): void {
    for (const { transaction } of this.byKey.values()) {
      if (transaction?.clients.delete(client) && transaction.clients.size === 0) this.endUnlessTakenUp(transaction)
    }
  }

  private endUnlessTakenUp(transaction: Transaction): void {
    const end = () => {
      if (transaction.clients.size === 0) this.end(transaction)
    }
    setTimeout(end, RETURN_WITHIN).unref()
  }

  /** Ends sessions by their ids; open transactions are aborted. */
  endSessions(ids: readonly unknown[]): void {
    for (const id of ids) {
      const key = Buffer.from(lsidBytes(id)).toString('hex')
      const session = this.byKey.get(key)
      if (session?.transaction) this.end(session.transaction)
      this.byKey.delete(key)
    }
  }

  forgetIdle(now: number): void {
    for (const [key, session] of this.byKey) {
      if (session.usedAt < now - IDLE && session.transaction?.state !== 'active') this.byKey.delete(key)
    }
  }

  list(): Session[] {
    return [...this.byKey.values()]
  }

  closeAll(): void {
    for (const session of this.byKey.values()) if (session.transaction) this.end(session.transaction)
    this.byKey.clear()
  }

  get size(): number {
    return this.byKey.size
  }
}

function lsidBytes(lsid: unknown): Uint8Array {
  const id = isDocument(lsid) ? lsid.id : undefined
  if (id instanceof Binary && id.position === 16) return Buffer.from(id.buffer.subarray(0, 16))
  throw new CommandError('TypeMismatch', "BSON field 'lsid.id' is missing or not a UUID")
}

function tooOldTransaction(number: number, latest: number): CommandError {
  const message = `Cannot start transaction ${number} on session because a newer transaction ${latest} has already started on this session.`
  return new CommandError('TransactionTooOld', message)
}

/** `txnNumber` of a command as a number, undefined when absent. */
export function transactionNumber(body: Document): number | undefined {
  return asNumber(body.txnNumber)
}
