import { randomBytes } from 'node:crypto'
import { Binary } from 'bson'
import { CommandError } from '../errors.js'
import { decode, encode, type Document } from '../values/document.js'
import type { CollectionEntry, IndexEntry } from './catalog.js'
import { dataTable, indexEntry, indexTable, validatorOf } from './schema.js'
import type { Store } from './store.js'

/** Names a collection may not have, with the server's code 73. */
export function checkNamespace(db: string, name: string): void {
  const bad =
    name === '' ||
    name.includes('$') ||
    name.includes('\0') ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    db === '' ||
    /[/\\. "$\0]/.test(db) ||
    Buffer.byteLength(db) > 63 ||
    Buffer.byteLength(`${db}.${name}`) > 255
  if (bad) throw new CommandError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`)
}

/** Creates a collection with its _id index. The caller has checked the options. */
export function createCollection(store: Store, db: string, name: string, options: Document): CollectionEntry {
  checkNamespace(db, name)
  const uuid = randomBytes(16)
  uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x40
  uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80
  const sql = 'INSERT INTO collections (db, name, uuid, options) VALUES (?, ?, ?, ?)'
  const id = store.connection.run(sql, db, name, uuid, encode(options)).lastInsertRowid
  const validator = validatorOf(options)
  const entry: CollectionEntry = {
    id,
    db,
    name,
    uuid: new Binary(uuid, Binary.SUBTYPE_UUID),
    options,
    validator,
    indexes: [],
  }
  store.connection.exec(`CREATE TABLE ${dataTable(entry)} (rid INTEGER PRIMARY KEY, doc BLOB NOT NULL)`)
  store.catalog = store.catalog.with(entry)
  createIndex(store, entry, { v: 2, key: { _id: 1 }, name: '_id_' })
  return store.catalog.find(db, name) ?? entry
}

/** The collection, created when it is not there yet, as a first insert does. */
export function ensureCollection(store: Store, db: string, name: string): CollectionEntry {
  return store.catalog.find(db, name) ?? createCollection(store, db, name, {})
}

export function dropCollection(store: Store, entry: CollectionEntry): void {
  for (const index of entry.indexes) store.connection.exec(`DROP TABLE ${indexTable(index)}`)
  store.connection.exec(`DROP TABLE ${dataTable(entry)}`)
  store.connection.run('DELETE FROM indexes WHERE collection = ?', entry.id)
  store.connection.run('DELETE FROM collections WHERE id = ?', entry.id)
  store.catalog = store.catalog.without(entry.id)
}

/** Gives a collection another name and possibly another database; its data stays where it is. */
export function renameCollection(store: Store, entry: CollectionEntry, db: string, name: string): void {
  checkNamespace(db, name)
  store.connection.run('UPDATE collections SET db = ?, name = ? WHERE id = ?', db, name, entry.id)
  store.catalog = store.catalog.without(entry.id).with({ ...entry, db, name })
}

/** Puts new options in the place of the old; used by collMod. */
export function changeOptions(store: Store, entry: CollectionEntry, options: Document): void {
  const validator = validatorOf(options)
  store.connection.run('UPDATE collections SET options = ? WHERE id = ?', encode(options), entry.id)
  store.catalog = store.catalog.with({ ...entry, options, validator })
}

/** Creates an index whose specification has been checked, and fills it; 11000 when the data does not allow it. */
export function createIndex(store: Store, entry: CollectionEntry, spec: Document): void {
  const sql = 'INSERT INTO indexes (collection, name, spec) VALUES (?, ?, ?)'
  const id = store.connection.run(sql, entry.id, spec.name as string, encode(spec)).lastInsertRowid
  const index = indexEntry(id, spec, false)
  // A unique table is keyed by the key alone, so that SQLite itself would refuse a second one.
  const columns = index.unique
    ? 'k BLOB PRIMARY KEY, rid INTEGER NOT NULL'
    : 'k BLOB, rid INTEGER, PRIMARY KEY (k, rid)'
  store.connection.exec(`CREATE TABLE ${indexTable(index)} (${columns}) WITHOUT ROWID`)
  store.catalog = store.catalog.with({ ...entry, indexes: [...entry.indexes, index] })
  fillIndex(store, entry, index)
}

function fillIndex(store: Store, entry: CollectionEntry, index: IndexEntry): void {
  const sql = `SELECT rid, doc FROM ${dataTable(entry)} WHERE rid > ? ORDER BY rid LIMIT 1000`
  for (let last = 0; ;) {
    const rows = store.connection.all(sql, last)
    for (const row of rows) {
      const bytes = row.doc as Uint8Array
      last = Number(row.rid)
      store.addToIndex(entry, index, { rid: last, bytes, document: decode(bytes) })
    }
    if (rows.length < 1000) return
  }
}

export function dropIndex(store: Store, entry: CollectionEntry, index: IndexEntry): void {
  store.connection.exec(`DROP TABLE ${indexTable(index)}`)
  store.connection.run('DELETE FROM indexes WHERE id = ?', index.id)
  const current = store.catalog.find(entry.db, entry.name) ?? entry
  const indexes = current.indexes.filter((other) => other.id !== index.id)
  store.catalog = store.catalog.with({ ...current, indexes })
}

/** Puts a new specification in the place of an index's old one (hidden, expireAfterSeconds); its keys stay. */
export function changeIndex(store: Store, entry: CollectionEntry, index: IndexEntry, spec: Document): void {
  store.connection.run('UPDATE indexes SET spec = ? WHERE id = ?', encode(spec), index.id)
  const changed = indexEntry(index.id, spec, index.multikey)
  const indexes = entry.indexes.map((other) => (other.id === index.id ? changed : other))
  store.catalog = store.catalog.with({ ...entry, indexes })
}

/** The collection, or error 26 (NamespaceNotFound) with the server's text. */
export function requireCollection(store: Store, db: string, name: string): CollectionEntry {
  const entry = store.catalog.find(db, name)
  if (entry === undefined) throw new CommandError('NamespaceNotFound', `ns does not exist: ${db}.${name}`)
  return entry
}

/** Bytes and number of documents of a collection, for statistics. */
export function sizeOf(store: Store, entry: CollectionEntry): { count: number; bytes: number } {
  const row = store.connection.get(`SELECT COUNT(*) AS n, SUM(LENGTH(doc)) AS b FROM ${dataTable(entry)}`)
  return { count: Number(row?.n ?? 0), bytes: Number(row?.b ?? 0) }
}
