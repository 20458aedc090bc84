import { decode } from '../values/document.js'
import type { CollectionEntry, IndexEntry } from './catalog.js'
import { namespace } from './catalog.js'
import { dataTable, indexTable } from './schema.js'
import { indexEntries, type Store } from './store.js'

export type Inspection = {
  readonly documents: number
  readonly keys: ReadonlyMap<string, number>
  readonly errors: readonly string[]
}

/**
 * Compares every index of a collection with its documents, in both directions: each document has exactly its keys, and
 * no key is without a document. Reads everything; for tests, the `validate` command and doubts.
 */
export function inspectCollection(store: Store, collection: CollectionEntry): Inspection {
  const errors: string[] = []
  const found = new Map<string, number>()
  const expected = new Map<IndexEntry, Set<string>>(collection.indexes.map((index) => [index, new Set()]))
  let documents = 0
  for (const row of store.connection.all(`SELECT rid, doc FROM ${dataTable(collection)}`)) {
    documents++
    const document = decode(row.doc as Uint8Array)
    for (const [index, keys] of expected) {
      const entries = indexEntries(index, document)
      if (entries.length > 1 && !index.multikey) errors.push(`${label(collection, index)} is not marked as multikey`)
      for (const { key } of entries) keys.add(`${key.toString('hex')} ${Number(row.rid)}`)
    }
  }
  for (const [index, keys] of expected) {
    const rows = store.connection.all(`SELECT k, rid FROM ${indexTable(index)}`)
    found.set(index.name, rows.length)
    for (const row of rows) {
      const key = `${Buffer.from(row.k as Uint8Array).toString('hex')} ${Number(row.rid)}`
      if (!keys.delete(key)) errors.push(`${label(collection, index)} has a key without its document: ${key}`)
    }
    for (const key of keys) errors.push(`${label(collection, index)} lacks the key ${key}`)
  }
  return { documents, keys: found, errors }
}

/** All that is wrong with a database: with each collection by `inspectCollection`, and with the file by SQLite itself. */
export function inspectAll(store: Store): string[] {
  const own = store.catalog.all().flatMap((collection) => inspectCollection(store, collection).errors)
  const file = store.connection.all('PRAGMA integrity_check').map((row) => String(row.integrity_check))
  return [...own, ...file.filter((line) => line !== 'ok')]
}

function label(collection: CollectionEntry, index: IndexEntry): string {
  return `index ${index.name} of ${namespace(collection)}`
}
