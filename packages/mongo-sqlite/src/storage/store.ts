import { CommandError } from '../errors.js'
import { encodeKey } from '../values/key.js'
import { indexKeys } from '../values/index-keys.js'
import type { Document } from '../values/document.js'
import type { Catalog, CollectionEntry, IndexEntry } from './catalog.js'
import { namespace } from './catalog.js'
import type { Connection } from './connection.js'
import { duplicateKey } from './duplicate-key.js'
import { dataTable, indexTable } from './schema.js'

/** The most one document may take on disk and wire, in bytes (maxBsonObjectSize). */
export const MAX_DOCUMENT = 16 * 1024 * 1024

/** How deep a stored document may be nested, so that a command that carries it back stays below the limit for commands. */
export const MAX_STORED_DEPTH = 180

/** One stored document: its record id, its bytes as they came, and what they decode to. */
export type Stored = { readonly rid: number; readonly bytes: Uint8Array; readonly document: Document }

type Entry = { readonly values: unknown[]; readonly key: Buffer }

/**
 * Documents and their index entries on one connection. All checks of a document (size, uniqueness) are made before its
 * first row is written, so that a refused document leaves no trace and needs no savepoint.
 */
export class Store {
  readonly connection: Connection
  catalog: Catalog

  constructor(connection: Connection, catalog: Catalog) {
    this.connection = connection
    this.catalog = catalog
  }

  insert(collection: CollectionEntry, document: Document, bytes: Uint8Array): void {
    checkSize(bytes)
    const entries = collection.indexes.map((index) => this.entriesOf(collection, index, document))
    collection.indexes.forEach((index, i) => this.checkUnique(collection, index, entries[i] ?? [], null))
    const sql = `INSERT INTO ${dataTable(collection)} (doc) VALUES (?)`
    const rid = this.connection.run(sql, bytes).lastInsertRowid
    collection.indexes.forEach((index, i) => this.addEntries(index, entries[i] ?? [], rid))
  }

  replace(collection: CollectionEntry, old: Stored, document: Document, bytes: Uint8Array): void {
    checkSize(bytes)
    const changes = collection.indexes.map((index) => {
      const before = this.entriesOf(collection, index, old.document)
      const after = this.entriesOf(collection, index, document)
      const added = after.filter((entry) => !before.some((other) => other.key.equals(entry.key)))
      const removed = before.filter((entry) => !after.some((other) => other.key.equals(entry.key)))
      return { index, added, removed }
    })
    for (const { index, added } of changes) this.checkUnique(collection, index, added, old.rid)
    this.connection.run(`UPDATE ${dataTable(collection)} SET doc = ? WHERE rid = ?`, bytes, old.rid)
    for (const { index, added, removed } of changes) {
      this.removeEntries(index, removed, old.rid)
      this.addEntries(index, added, old.rid)
    }
  }

  remove(collection: CollectionEntry, old: Stored): void {
    for (const index of collection.indexes) {
      this.removeEntries(index, this.entriesOf(collection, index, old.document), old.rid)
    }
    this.connection.run(`DELETE FROM ${dataTable(collection)} WHERE rid = ?`, old.rid)
  }

  /** Adds one existing document to a new index; 11000 when another document already has its key. */
  addToIndex(collection: CollectionEntry, index: IndexEntry, stored: Stored): void {
    const entries = this.entriesOf(collection, index, stored.document)
    this.checkUnique(collection, index, entries, stored.rid)
    this.addEntries(index, entries, stored.rid)
  }

  private entriesOf(collection: CollectionEntry, index: IndexEntry, document: Document): Entry[] {
    const entries = indexEntries(index, document)
    if (entries.length > 1 && !index.multikey) this.markMultikey(collection, index)
    return entries
  }

  private checkUnique(collection: CollectionEntry, index: IndexEntry, entries: Entry[], own: number | null): void {
    if (!index.unique) return
    for (const { key, values } of entries) {
      const row = this.connection.get(`SELECT rid FROM ${indexTable(index)} WHERE k = ?`, key)
      if (row !== undefined && Number(row.rid) !== own) throw duplicateKey(namespace(collection), index, values)
    }
  }

  private addEntries(index: IndexEntry, entries: Entry[], rid: number): void {
    const sql = `INSERT INTO ${indexTable(index)} (k, rid) VALUES (?, ?)`
    for (const { key } of entries) this.connection.run(sql, key, rid)
  }

  private removeEntries(index: IndexEntry, entries: Entry[], rid: number): void {
    const sql = `DELETE FROM ${indexTable(index)} WHERE k = ? AND rid = ?`
    for (const { key } of entries) this.connection.run(sql, key, rid)
  }

  private markMultikey(collection: CollectionEntry, index: IndexEntry): void {
    const current = this.catalog.find(collection.db, collection.name)
    if (current === undefined || current.indexes.some((other) => other.id === index.id && other.multikey)) return
    this.connection.run('UPDATE indexes SET multikey = 1 WHERE id = ?', index.id)
    const indexes = current.indexes.map((other) => (other.id === index.id ? { ...other, multikey: true } : other))
    this.catalog = this.catalog.with({ ...current, indexes })
  }
}

/** The entries a document has in an index: none when it is left out (sparse, partial), several for array values. */
export function indexEntries(index: IndexEntry, document: Document): Entry[] {
  if (index.partial !== null && !index.partial.matcher.matches(document)) return []
  const directions = index.keys.map(([, direction]) => direction)
  const found = new Map<string, Entry>()
  for (const values of indexKeys(document, index.spec.key as Document, index.sparse)) {
    const key = encodeKey(values, directions)
    found.set(key.toString('latin1'), { values, key })
  }
  return [...found.values()]
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length <= MAX_DOCUMENT) return
  const message = `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT}(16MB)`
  throw new CommandError('BSONObjectTooLarge', message)
}
