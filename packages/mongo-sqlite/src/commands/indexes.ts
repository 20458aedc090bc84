import { CommandError } from '../errors.js'
import { arrayField, asNumber, documentField } from '../field.js'
import type { CollectionEntry, IndexEntry } from '../storage/catalog.js'
import { createCollection, createIndex, dropIndex, requireCollection } from '../storage/collections.js'
import { shellText } from '../shell-text.js'
import { valuesEqual } from '../values/compare.js'
import { encode, isDocument, keysOf, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { checkIndexSpec } from './index-spec.js'
import { collectionName } from './target.js'

const MAX_INDEXES = 64

function runCreate(call: Call): Reply {
  const name = collectionName(call)
  const specs = (arrayField(call.body, 'indexes', 'createIndexes') ?? []).map(checkIndexSpec)
  if (specs.length === 0) throw new CommandError('BadValue', 'Must specify at least one index to create')
  const existing = call.store.catalog.find(call.db, name)
  const numIndexesBefore = existing?.indexes.length ?? 1
  if (existing === undefined) createCollection(call.store, call.db, name, {})
  const fresh = (): CollectionEntry => requireCollection(call.store, call.db, name)
  for (const spec of specs) {
    if (alreadyThere(fresh(), spec)) continue
    if (fresh().indexes.length >= MAX_INDEXES)
      throw new CommandError('CannotCreateIndex', `add index fails, too many indexes for ${call.db}.${name}`)
    createIndex(call.store, fresh(), spec)
  }
  const numIndexesAfter = fresh().indexes.length
  return reply({
    numIndexesBefore,
    numIndexesAfter,
    createdCollectionAutomatically: existing === undefined,
    ...(numIndexesAfter === numIndexesBefore && { note: 'all indexes already exist' }),
  })
}

/** True for an index that is there as asked; 85 or 86 when one of the same name or key is there with other settings. */
function alreadyThere(collection: CollectionEntry, spec: Document): boolean {
  const sameKey = collection.indexes.find(
    (index) =>
      keysEqual(index.spec, spec) &&
      valuesEqual(index.spec.partialFilterExpression ?? null, spec.partialFilterExpression ?? null),
  )
  const isId = keysOf(spec.key as Document).join() === '_id'
  if (sameKey !== undefined && isId) return true
  if (sameKey !== undefined && sameKey.name !== spec.name) {
    throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${sameKey.name}`)
  }
  const sameName = collection.indexes.find((index) => index.name === spec.name)
  if (sameName === undefined) return false
  if (sameOptions(sameName, spec) && keysEqual(sameName.spec, spec)) return true
  const message = `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${shellText(spec)}, existing index: ${shellText(sameName.spec)}`
  if (keysEqual(sameName.spec, spec)) {
    throw new CommandError(
      'IndexOptionsConflict',
      `An equivalent index already exists with the same name but different options. Requested index: ${shellText(spec)}, existing index: ${shellText(sameName.spec)}`,
    )
  }
  throw new CommandError('IndexKeySpecsConflict', message)
}

function keysEqual(a: Document, b: Document): boolean {
  return valuesEqual(a.key, b.key)
}

function sameOptions(index: IndexEntry, spec: Document): boolean {
  return ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression'].every((option) =>
    valuesEqual(index.spec[option] ?? null, spec[option] ?? null),
  )
}

export const createIndexes: Command = {
  kind: 'write',
  fields: fields('indexes', 'commitQuorum'),
  inTransaction: true,
  run: runCreate,
}

function runList(call: Call): Reply {
  const collection = requireCollection(call.store, call.db, collectionName(call))
  const cursor = documentField(call.body, 'cursor', 'listIndexes')
  const documents = collection.indexes.map((index) => encode(index.spec))
  return call.server.cursors.first(call, `${call.db}.${collection.name}`, documents, asNumber(cursor?.batchSize))
}

export const listIndexes: Command = { kind: 'read', fields: fields('cursor'), run: runList }

function runDrop(call: Call): Reply {
  const collection = call.store.catalog.find(call.db, collectionName(call))
  if (collection === undefined)
    throw new CommandError('NamespaceNotFound', `ns not found ${call.db}.${collectionName(call)}`)
  const asked = call.body.index
  const nIndexesWas = collection.indexes.length
  for (const index of chosen(collection, asked)) {
    if (index.name === '_id_') throw new CommandError('InvalidOptions', 'cannot drop _id index')
    dropIndex(call.store, collection, index)
  }
  return reply({ nIndexesWas, ...(asked === '*' && { msg: 'non-_id indexes dropped for collection' }) })
}

function chosen(collection: CollectionEntry, asked: unknown): IndexEntry[] {
  if (asked === '*') return collection.indexes.filter((index) => index.name !== '_id_')
  return (Array.isArray(asked) ? asked : [asked]).map((one: unknown) => {
    const found = collection.indexes.find((index) =>
      isDocument(one) ? valuesEqual(index.spec.key, one) : index.name === one,
    )
    if (found !== undefined) return found
    const message = isDocument(one)
      ? `can't find index with key: ${shellText(one)}`
      : `index not found with name [${String(one)}]`
    throw new CommandError('IndexNotFound', message)
  })
}

export const dropIndexes: Command = { kind: 'write', fields: fields('index'), run: runDrop }
