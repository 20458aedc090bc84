import { Long } from 'bson'
import { CommandError } from '../errors.js'
import { arrayField, asNumber, countField, stringField } from '../field.js'
import type { Session } from '../txn/sessions.js'
import type { Transaction } from '../txn/transaction.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'

/** A batch never carries more document bytes than fit one reply (16 MB and some room for its frame). */
const MAX_BATCH_BYTES = 16 * 1024 * 1024
/** Documents in the first batch when the client names no size. */
const DEFAULT_BATCH = 101
/** A cursor nobody has asked for this long is closed, in ms (cursorTimeoutMillis of the server: 10 minutes). */
const IDLE = 10 * 60_000

type Cursor = {
  readonly namespace: string
  readonly source: Iterator<Uint8Array>
  readonly transaction: Transaction | null
  readonly session: string | null
  /** Read from the source but too large for the last batch. */
  pending: Uint8Array | null
  usedAt: number
}

/** Results larger than one batch, waiting to be fetched. They hold a place in an index, never an open statement. */
export class Cursors {
  private readonly open = new Map<string, Cursor>()
  private last = BigInt(Date.now()) * 1_000_000n

  /** The first batch of a result, and a cursor for the rest if there is more. */
  first(
    call: Call,
    namespace: string,
    source: Iterable<Uint8Array>,
    batchSize: number | undefined,
    single = false,
  ): Reply {
    const cursor: Cursor = {
      namespace,
      source: source[Symbol.iterator](),
      transaction: call.transaction,
      session: call.session?.key ?? null,
      pending: null,
      usedAt: Date.now(),
    }
    const { documents, more } = fill(cursor, batchSize ?? DEFAULT_BATCH)
    const id = more && !single ? this.keep(cursor) : Long.ZERO
    return { fields: {}, cursor: { field: 'firstBatch', documents, cursorId: id, namespace } }
  }

  next(call: Call, id: Long, namespace: string, batchSize: number | undefined): Reply {
    const cursor = this.open.get(id.toString())
    if (cursor === undefined) throw notFound(id)
    if (cursor.namespace !== namespace) {
      const message = `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`
      throw new CommandError('Unauthorized', message)
    }
    checkOwner(cursor, id, call.session, call.transaction)
    cursor.usedAt = Date.now()
    try {
      const { documents, more } = fill(cursor, batchSize === undefined || batchSize === 0 ? Infinity : batchSize)
      if (!more) this.open.delete(id.toString())
      return { fields: {}, cursor: { field: 'nextBatch', documents, cursorId: more ? id : Long.ZERO, namespace } }
    } catch (error) {
      this.open.delete(id.toString())
      throw error
    }
  }

  kill(id: Long): boolean {
    return this.open.delete(id.toString())
  }

  closeOf(transaction: Transaction): void {
    for (const [id, cursor] of this.open) if (cursor.transaction === transaction) this.open.delete(id)
  }

  closeOfSession(key: string): void {
    for (const [id, cursor] of this.open) if (cursor.session === key) this.open.delete(id)
  }

  closeIdle(now: number): void {
    for (const [id, cursor] of this.open) if (cursor.usedAt < now - IDLE) this.open.delete(id)
  }

  closeAll(): void {
    this.open.clear()
  }

  get size(): number {
    return this.open.size
  }

  private keep(cursor: Cursor): Long {
    this.last += 1n + BigInt(Math.floor(Math.random() * 1000))
    const id = Long.fromBigInt(this.last)
    this.open.set(id.toString(), cursor)
    return id
  }
}

/** Takes up to `size` documents from a cursor; `more` tells whether the cursor has to be kept. */
function fill(cursor: Cursor, size: number): { documents: Uint8Array[]; more: boolean } {
  const documents: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const document = cursor.pending ?? nextOf(cursor)
    cursor.pending = null
    if (document === null) return { documents, more: false }
    const full = documents.length >= size || (documents.length > 0 && bytes + document.length > MAX_BATCH_BYTES)
    if (full) {
      cursor.pending = document
      return { documents, more: true }
    }
    documents.push(document)
    bytes += document.length
  }
}

function nextOf(cursor: Cursor): Uint8Array | null {
  const result = cursor.source.next()
  return result.done === true ? null : result.value
}

function checkOwner(cursor: Cursor, id: Long, session: Session | null, transaction: Transaction | null): void {
  if (cursor.session !== (session?.key ?? null)) {
    const message = `Cannot run getMore on cursor ${id.toString()}, which was not created in this session`
    throw new CommandError(50738, message)
  }
  if (cursor.transaction !== transaction) {
    const message = `Cannot run getMore on cursor ${id.toString()}, which was not created in this transaction`
    throw new CommandError(50740, message)
  }
}

function notFound(id: Long): CommandError {
  return new CommandError('CursorNotFound', `cursor id ${id.toString()} not found`)
}

function cursorId(value: unknown, where: string): Long {
  if (value instanceof Long) return value
  const number = asNumber(value)
  if (number === undefined)
    throw new CommandError('TypeMismatch', `BSON field '${where}' is the wrong type, expected type 'long'`)
  return Long.fromNumber(number)
}

function runGetMore(call: Call): Reply {
  const id = cursorId(call.body.getMore, 'getMore.getMore')
  const collection = stringField(call.body, 'collection', 'getMore') ?? ''
  return call.server.cursors.next(call, id, `${call.db}.${collection}`, countField(call.body, 'batchSize', 'getMore'))
}

function runKillCursors(call: Call): Reply {
  const cursorsKilled: Long[] = []
  const cursorsNotFound: Long[] = []
  for (const value of arrayField(call.body, 'cursors', 'killCursors') ?? []) {
    const id = cursorId(value, 'killCursors.cursors')
    if (call.server.cursors.kill(id)) cursorsKilled.push(id)
    else cursorsNotFound.push(id)
  }
  return reply({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] })
}

export const getMore: Command = {
  kind: 'read',
  fields: fields('collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'),
  inTransaction: true,
  run: runGetMore,
}
export const killCursors: Command = {
  kind: 'control',
  fields: fields('cursors'),
  inTransaction: true,
  run: runKillCursors,
}
