import { Binary } from 'bson'
import { compileFilter } from '../query/filter.js'
import { decode, keysOf, type Document } from '../values/document.js'
import { asNumber, isTrue } from '../field.js'
import type { CollectionEntry, IndexEntry, KeyField, Validator } from './catalog.js'
import { Catalog } from './catalog.js'
import type { Connection } from './connection.js'

/** Raised with every change of the tables below; a newer file is refused, never guessed at. */
const SCHEMA_VERSION = 1

/**
 * Creates the system tables of a new file. Each collection has a table `d_N` (record id, BSON bytes) and each index a
 * table `i_N` (order-preserving key, record id).
 * @throws Error when the file was written by a newer version.
 */
export function prepareSchema(connection: Connection): void {
  const version = Number(connection.get('PRAGMA user_version')?.user_version ?? 0)
  if (version > SCHEMA_VERSION) throw new Error(`database file has schema version ${version}, newer than this program`)
  if (version === SCHEMA_VERSION) return
  connection.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT NOT NULL, name TEXT NOT NULL,
      uuid BLOB NOT NULL, options BLOB NOT NULL, UNIQUE (db, name));
    CREATE TABLE indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, name TEXT NOT NULL,
      spec BLOB NOT NULL, multikey INTEGER NOT NULL DEFAULT 0, UNIQUE (collection, name));
    CREATE TABLE retries (lsid BLOB PRIMARY KEY, number INTEGER NOT NULL, command TEXT NOT NULL,
      reply BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;`)
}

export function dataTable(collection: { readonly id: number }): string {
  return `d_${collection.id}`
}

export function indexTable(index: { readonly id: number }): string {
  return `i_${index.id}`
}

/** Reads the whole catalog; done once at start, afterwards it is kept in memory. */
export function loadCatalog(connection: Connection): Catalog {
  const indexes = new Map<number, IndexEntry[]>()
  for (const row of connection.all('SELECT id, collection, spec, multikey FROM indexes ORDER BY id')) {
    const entry = indexEntry(Number(row.id), decode(row.spec as Uint8Array), row.multikey === 1)
    const of = Number(row.collection)
    indexes.set(of, [...(indexes.get(of) ?? []), entry])
  }
  const rows = connection.all('SELECT id, db, name, uuid, options FROM collections ORDER BY id')
  return new Catalog(
    rows.map((row): CollectionEntry => {
      const id = Number(row.id)
      const options = decode(row.options as Uint8Array)
      return {
        id,
        db: row.db as string,
        name: row.name as string,
        uuid: new Binary(Buffer.from(row.uuid as Uint8Array), Binary.SUBTYPE_UUID),
        options,
        validator: validatorOf(options),
        indexes: indexes.get(id) ?? [],
      }
    }),
  )
}

/** The catalog's view of an index specification that has already been checked. */
export function indexEntry(id: number, spec: Document, multikey: boolean): IndexEntry {
  const key = spec.key as Document
  const filter = spec.partialFilterExpression as Document | undefined
  const expire = spec.expireAfterSeconds
  return {
    id,
    name: spec.name as string,
    spec,
    keys: keysOf(key).map((path): KeyField => [path, (asNumber(key[path]) ?? 1) < 0 ? -1 : 1]),
    unique: isTrue(spec.unique) || spec.name === '_id_',
    sparse: isTrue(spec.sparse),
    hidden: isTrue(spec.hidden),
    partial: filter === undefined ? null : { filter, matcher: compileFilter(filter) },
    expireAfterSeconds: expire === undefined ? null : (asNumber(expire) ?? null),
    multikey,
  }
}

/** The document validator of a collection's options, compiled, or null when there is none. */
export function validatorOf(options: Document): Validator | null {
  const filter = options.validator as Document | undefined
  if (filter === undefined || keysOf(filter).length === 0) return null
  return {
    filter,
    matcher: compileFilter(filter),
    level: (options.validationLevel as Validator['level'] | undefined) ?? 'strict',
    action: (options.validationAction as Validator['action'] | undefined) ?? 'error',
  }
}
