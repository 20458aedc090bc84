import { CommandError } from '../errors.js'
import { dataTable, indexTable } from '../storage/schema.js'
import type { Store } from '../storage/store.js'
import type { CollectionEntry, IndexEntry } from '../storage/catalog.js'
import type { SqlRow, SqlValue } from '../storage/connection.js'
import type { Plan } from './choose.js'
import type { KeyRange } from './ranges.js'

export type Row = { readonly rid: number; readonly bytes: Uint8Array }

/** Counted while scanning, for explain. */
export type Counters = { keys: number; documents: number }

const FIRST_CHUNK = 16
const LARGEST_CHUNK = 1024

/**
 * Yields the documents of a plan, in its order. Reads in chunks that each are a finished statement and remembers where
 * it stands by key, so a cursor may rest between batches for minutes without holding a snapshot of the database open.
 */
export function* scan(store: Store, collection: CollectionEntry, plan: Plan, counters?: Counters): Generator<Row> {
  if (plan.index === null) {
    yield* scanAll(store, collection, plan.reverse, counters)
    return
  }
  // A document may have several keys within the ranges of a multikey index.
  const seen = plan.index.multikey ? new Set<number>() : null
  const ranges = plan.reverse ? [...plan.ranges].reverse() : plan.ranges
  for (const range of ranges) {
    for (const row of scanRange(store, collection, plan.index, range, plan.reverse)) {
      if (counters) counters.keys++
      if (seen?.has(row.rid)) continue
      seen?.add(row.rid)
      if (counters) counters.documents++
      yield row
    }
  }
}

function* scanAll(store: Store, collection: CollectionEntry, reverse: boolean, counters?: Counters): Generator<Row> {
  const table = dataTable(collection)
  const sql = reverse
    ? `SELECT rid, doc FROM ${table} WHERE rid < ? ORDER BY rid DESC LIMIT ?`
    : `SELECT rid, doc FROM ${table} WHERE rid > ? ORDER BY rid LIMIT ?`
  let last = reverse ? Number.MAX_SAFE_INTEGER : 0
  for (let size = FIRST_CHUNK; ; size = Math.min(size * 4, LARGEST_CHUNK)) {
    const rows = read(store, sql, last, size)
    for (const row of rows) {
      last = Number(row.rid)
      if (counters) counters.documents++
      yield { rid: last, bytes: row.doc as Uint8Array }
    }
    if (rows.length < size) return
  }
}

function* scanRange(
  store: Store,
  collection: CollectionEntry,
  index: IndexEntry,
  range: KeyRange,
  reverse: boolean,
): Generator<Row> {
  const source = `SELECT i.k AS k, d.rid AS rid, d.doc AS doc FROM ${indexTable(index)} i
    CROSS JOIN ${dataTable(collection)} d ON d.rid = i.rid WHERE`
  const upper = range.upper === null ? '' : 'AND i.k < ?'
  const end: SqlValue[] = range.upper === null ? [] : [range.upper]
  const order = reverse ? 'ORDER BY i.k DESC, i.rid DESC LIMIT ?' : 'ORDER BY i.k, i.rid LIMIT ?'
  const first = `${source} i.k >= ? ${upper} ${order}`
  const next = reverse
    ? `${source} i.k >= ? AND (i.k, i.rid) < (?, ?) ${order}`
    : `${source} (i.k, i.rid) > (?, ?) ${upper} ${order}`
  let rows = read(store, first, range.lower, ...end, FIRST_CHUNK)
  for (let size = FIRST_CHUNK; ;) {
    for (const row of rows) yield { rid: Number(row.rid), bytes: row.doc as Uint8Array }
    const last = rows.at(-1)
    if (last === undefined || rows.length < size) return
    size = Math.min(size * 4, LARGEST_CHUNK)
    const place: SqlValue[] = [last.k ?? null, last.rid ?? null]
    rows = reverse ? read(store, next, range.lower, ...place, size) : read(store, next, ...place, ...end, size)
  }
}

function read(store: Store, sql: string, ...values: SqlValue[]): SqlRow[] {
  try {
    return store.connection.all(sql, ...values)
  } catch (error) {
    // A cursor outlived its collection or index.
    if (error instanceof Error && error.message.includes('no such table')) {
      throw new CommandError(175, 'collection or index dropped while the cursor was open')
    }
    throw error
  }
}
