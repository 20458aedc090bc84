import { CommandError } from '../errors.js'
import { asNumber, documentField, flagField } from '../field.js'
import type { CollectionEntry, IndexEntry } from '../storage/catalog.js'
import {
  changeIndex,
  changeOptions,
  createCollection,
  dropCollection,
  renameCollection,
  requireCollection,
  sizeOf,
} from '../storage/collections.js'
import { compileFilter } from '../query/filter.js'
import { shellText } from '../shell-text.js'
import { valuesEqual } from '../values/compare.js'
import { encode, isDocument, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { collectionName, targetOf } from './target.js'

/** Kinds of collections that are not offered, by the option that asks for them. */
const REFUSED = [
  'capped',
  'timeseries',
  'viewOn',
  'pipeline',
  'clusteredIndex',
  'encryptedFields',
  'changeStreamPreAndPostImages',
  'expireAfterSeconds',
]
const KEPT = ['validator', 'validationLevel', 'validationAction', 'storageEngine', 'indexOptionDefaults']
const HARMLESS = ['size', 'max', 'autoIndexId', 'idIndex', 'temp', 'flags', 'collation']

function runCreate(call: Call): Reply {
  const name = collectionName(call)
  const { body } = call
  for (const option of REFUSED) {
    const value = body[option]
    if (value === undefined || value === false || (isDocument(value) && value.enabled === false)) continue
    throw new CommandError('CommandNotSupported', `create option '${option}' is not supported`)
  }
  refuseCollation(body)
  const options = keptOptions(body)
  const existing = targetOf(call)
  if (existing !== undefined) {
    if (valuesEqual(existing.options, options)) return reply({})
    throw new CommandError(
      'NamespaceExists',
      `a collection '${call.db}.${name}' already exists with different options: ${JSON.stringify(existing.options)}`,
    )
  }
  createCollection(call.store, call.db, name, options)
  return reply({})
}

function keptOptions(body: Document): Document {
  const options: Document = {}
  for (const key of KEPT) if (body[key] !== undefined) options[key] = body[key]
  checkValidation(options)
  return options
}

function checkValidation(options: Document): void {
  const validator = documentField(options, 'validator', 'create')
  if (validator !== undefined) compileFilter(validator)
  const allowed: Record<string, readonly string[]> = {
    validationLevel: ['off', 'strict', 'moderate'],
    validationAction: ['error', 'warn'],
  }
  for (const [key, values] of Object.entries(allowed)) {
    const value = options[key]
    if (value !== undefined && !values.includes(value as string)) {
      throw new CommandError(
        'BadValue',
        `Enumeration value ${shellText(value)} for field '${key}' is not a valid value.`,
      )
    }
  }
}

/** A default collation would have to be applied by every later command; only the simple one is. */
export function refuseCollation(body: Document): void {
  const collation = body.collation
  if (isDocument(collation) && collation.locale !== 'simple') {
    throw new CommandError('CommandNotSupported', 'default collations are not supported; give one with each query')
  }
}

export const create: Command = {
  kind: 'write',
  fields: fields(...REFUSED, ...KEPT, ...HARMLESS),
  inTransaction: true,
  run: runCreate,
}

export const drop: Command = {
  kind: 'write',
  fields: fields(),
  run: (call) => {
    const collection = targetOf(call)
    if (collection === undefined) return reply({})
    dropCollection(call.store, collection)
    return reply({ nIndexesWas: collection.indexes.length, ns: `${call.db}.${collection.name}` })
  },
}

export const dropDatabase: Command = {
  kind: 'write',
  fields: fields(),
  run: (call) => {
    const collections = call.store.catalog.inDatabase(call.db)
    for (const collection of collections) dropCollection(call.store, collection)
    return reply(collections.length > 0 ? { dropped: call.db } : {})
  },
}

function runRename(call: Call): Reply {
  const { store, body } = call
  const [from, to] = [split(body.renameCollection), split(body.to)]
  const source = store.catalog.find(from.db, from.name)
  if (source === undefined)
    throw new CommandError('NamespaceNotFound', `Source collection ${from.db}.${from.name} does not exist`)
  const target = store.catalog.find(to.db, to.name)
  if (target?.id === source.id) throw new CommandError('IllegalOperation', "Can't rename a collection to itself")
  if (target !== undefined && !flagField(body, 'dropTarget', 'renameCollection')) {
    throw new CommandError('NamespaceExists', 'target namespace exists')
  }
  if (target !== undefined) dropCollection(store, target)
  renameCollection(store, source, to.db, to.name)
  return reply({})
}

function split(value: unknown): { db: string; name: string } {
  const at = typeof value === 'string' ? value.indexOf('.') : -1
  if (typeof value !== 'string' || at < 1)
    throw new CommandError('InvalidNamespace', `Invalid namespace specified '${String(value)}'`)
  return { db: value.slice(0, at), name: value.slice(at + 1) }
}

export const renameCollectionCommand: Command = {
  kind: 'write',
  fields: fields('to', 'dropTarget', 'stayTemp'),
  run: runRename,
}

function runCollMod(call: Call): Reply {
  const collection = requireCollection(call.store, call.db, collectionName(call))
  const options = { ...collection.options, ...keptOptions(call.body) }
  changeOptions(call.store, collection, options)
  const change = documentField(call.body, 'index', 'collMod')
  return reply(
    change === undefined ? {} : modifyIndex(call, requireCollection(call.store, call.db, collection.name), change),
  )
}

function modifyIndex(call: Call, collection: CollectionEntry, change: Document): Document {
  const index = collection.indexes.find(
    (other) => other.name === change.name || valuesEqual(other.spec.key, change.keyPattern),
  )
  if (index === undefined) throw new CommandError('IndexNotFound', 'cannot find index for collMod')
  const spec: Document = { ...index.spec }
  const answer: Document = {}
  const expire = asNumber(change.expireAfterSeconds)
  if (expire !== undefined) {
    answer.expireAfterSeconds_old = index.expireAfterSeconds ?? undefined
    answer.expireAfterSeconds_new = expire
    spec.expireAfterSeconds = expire
  }
  if (typeof change.hidden === 'boolean') {
    answer.hidden_old = index.hidden
    answer.hidden_new = change.hidden
    spec.hidden = change.hidden
  }
  for (const option of ['unique', 'prepareUnique']) {
    if (change[option] !== undefined)
      throw new CommandError('CommandNotSupported', `collMod of '${option}' is not supported`)
  }
  changeIndex(call.store, collection, index, spec)
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined))
}

export const collMod: Command = { kind: 'write', fields: fields('index', ...KEPT), run: runCollMod }

function runListCollections(call: Call): Reply {
  const filter = documentField(call.body, 'filter', 'listCollections') ?? {}
  const nameOnly = flagField(call.body, 'nameOnly', 'listCollections')
  const matcher = compileFilter(filter)
  const all = call.store.catalog.inDatabase(call.db).map((collection) => describe(collection, nameOnly))
  const found = all.filter((document) => matcher.matches(document)).map((document) => encode(document))
  const cursor = documentField(call.body, 'cursor', 'listCollections')
  return call.server.cursors.first(call, `${call.db}.$cmd.listCollections`, found, asNumber(cursor?.batchSize))
}

function describe(collection: CollectionEntry, nameOnly: boolean): Document {
  if (nameOnly) return { name: collection.name, type: 'collection' }
  const id: IndexEntry | undefined = collection.indexes.find((index) => index.name === '_id_')
  return {
    name: collection.name,
    type: 'collection',
    options: collection.options,
    info: { readOnly: false, uuid: collection.uuid },
    idIndex: id?.spec ?? {},
  }
}

export const listCollections: Command = {
  kind: 'read',
  fields: fields('filter', 'nameOnly', 'cursor', 'authorizedCollections'),
  run: runListCollections,
}

function runListDatabases(call: Call): Reply {
  const matcher = compileFilter(documentField(call.body, 'filter', 'listDatabases') ?? {})
  const nameOnly = flagField(call.body, 'nameOnly', 'listDatabases')
  const names = [...new Set(call.store.catalog.all().map((collection) => collection.db))].sort()
  const databases = names.map((name): Document => {
    if (nameOnly) return { name }
    const collections = call.store.catalog.inDatabase(name)
    const bytes = collections.reduce((sum, collection) => sum + sizeOf(call.store, collection).bytes, 0)
    return { name, sizeOnDisk: bytes, empty: bytes === 0 }
  })
  const found = databases.filter((database) => matcher.matches(database))
  const total = found.reduce((sum, database) => sum + (asNumber(database.sizeOnDisk) ?? 0), 0)
  return reply({ databases: found, ...(!nameOnly && { totalSize: total, totalSizeMb: Math.floor(total / 1048576) }) })
}

export const listDatabases: Command = {
  kind: 'read',
  fields: fields('filter', 'nameOnly', 'authorizedDatabases'),
  run: runListDatabases,
}
