import { decode } from '../values/document.js'
import { valuesAt } from '../values/path.js'
import { dataTable, indexTable } from './schema.js'
import type { CollectionEntry, IndexEntry } from './catalog.js'
import type { Store } from './store.js'
import { encodeKey } from '../values/key.js'

/** The most documents one sweep removes from one index, so that a sweep never blocks other writers for long. */
const MOST = 5000

/** Removes documents whose date in a TTL index lies `expireAfterSeconds` back; answers how many. */
export function sweepExpired(store: Store, now: Date): number {
  let removed = 0
  for (const collection of store.catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== null && index.keys.length === 1)
        removed += sweepIndex(store, collection, index, now)
    }
  }
  return removed
}

function sweepIndex(store: Store, collection: CollectionEntry, index: IndexEntry, now: Date): number {
  const [path, direction] = index.keys[0] ?? ['', 1]
  const limit = now.getTime() - (index.expireAfterSeconds ?? 0) * 1000
  // Only dates expire: the keys from the smallest date to the limit, the other way round in a descending index.
  const ends = [new Date(-8.64e15), new Date(limit)].map((date) => encodeKey([date], [direction]))
  ends.sort((a, b) => Buffer.compare(a, b))
  const sql = `SELECT DISTINCT d.rid AS rid, d.doc AS doc FROM ${indexTable(index)} i
    JOIN ${dataTable(collection)} d ON d.rid = i.rid WHERE i.k >= ? AND i.k <= ? LIMIT ${MOST}`
  let removed = 0
  for (const row of store.connection.all(sql, ends[0] ?? null, ends[1] ?? null)) {
    const bytes = row.doc as Uint8Array
    const document = decode(bytes)
    const expired = valuesAt(document, path).some((value) => value instanceof Date && value.getTime() <= limit)
    if (!expired) continue
    store.remove(collection, { rid: Number(row.rid), bytes, document })
    removed++
  }
  return removed
}
