import { CommandError } from '../errors.js'
import { flagField } from '../field.js'
import { prepare, search } from '../plan/find-documents.js'
import type { CollectionEntry } from '../storage/catalog.js'
import {
  createCollection,
  createIndex,
  dropCollection,
  ensureCollection,
  renameCollection,
} from '../storage/collections.js'
import { shellText } from '../shell-text.js'
import { runPipeline } from '../aggregate/pipeline.js'
import { MAX_STORED_DEPTH, type Stored } from '../storage/store.js'
import { copyOf, encode, isDocument, keysOf, put, type Document } from '../values/document.js'
import { valuesEqual } from '../values/compare.js'
import { valueAt } from '../values/path.js'
import type { Call } from './call.js'
import { insertDocument, replaceDocument } from './write-document.js'

type Target = { readonly db: string; readonly name: string }

/** Runs $out or $merge over the results of the stages before it. */
export function runWriteStage(call: Call, stage: Document, documents: Iterable<Document>, source: string): void {
  if (call.transaction !== null) {
    const message = `Stage not supported inside of a multi-document transaction: ${keysOf(stage)[0] ?? ''}`
    throw new CommandError('OperationNotSupportedInTransaction', message)
  }
  const concern = call.body.readConcern
  if (isDocument(concern) && concern.level === 'linearizable') {
    throw new CommandError(
      'InvalidOptions',
      `${keysOf(stage)[0] ?? ''} cannot be used with a 'linearizable' read concern level`,
    )
  }
  // All results first: the target may be one of the collections read.
  const all = [...documents]
  if ('$out' in stage) out(call, stage.$out, all)
  else merge(call, stage.$merge, all, source)
}

function targetOf(call: Call, given: unknown, stage: string): Target {
  if (typeof given === 'string') return { db: call.db, name: given }
  if (isDocument(given) && typeof given.coll === 'string') {
    return { db: typeof given.db === 'string' ? given.db : call.db, name: given.coll }
  }
  throw new CommandError(16990, `${stage} only supports a string or object argument`)
}

/** Replaces the target by the results, keeping its indexes and options. */
function out(call: Call, given: unknown, documents: readonly Document[]): void {
  const { store } = call
  const target = targetOf(call, given, '$out')
  if (isDocument(given) && 'timeseries' in given) {
    throw new CommandError('CommandNotSupported', '$out to a time-series collection is not supported')
  }
  const old = store.catalog.find(target.db, target.name)
  const temporary = createCollection(store, target.db, `tmp.agg_out.${call.server.instance}`, old?.options ?? {})
  for (const index of old?.indexes ?? []) {
    const current = store.catalog.find(target.db, temporary.name) ?? temporary
    if (index.name !== '_id_') createIndex(store, current, index.spec)
  }
  const bypass = flagField(call.body, 'bypassDocumentValidation', 'aggregate')
  for (const document of documents) insertDocument(store, temporary, document, null, bypass)
  if (old !== undefined) dropCollection(store, store.catalog.find(target.db, target.name) ?? old)
  renameCollection(store, store.catalog.find(target.db, temporary.name) ?? temporary, target.db, target.name)
}

type MergeSpec = {
  readonly on: readonly string[]
  readonly whenMatched: unknown
  readonly whenNotMatched: unknown
  readonly variables: Document | undefined
}

function mergeSpec(given: Document): MergeSpec {
  const on = given.on ?? '_id'
  const list = Array.isArray(on) ? (on as unknown[]) : [on]
  if (!list.every((path) => typeof path === 'string')) throw new CommandError(51186, "$merge 'on' must be strings")
  return {
    on: list,
    whenMatched: given.whenMatched ?? 'merge',
    whenNotMatched: given.whenNotMatched ?? 'insert',
    variables: isDocument(given.let) ? given.let : undefined,
  }
}

function merge(call: Call, given: unknown, documents: readonly Document[], source: string): void {
  const options = isDocument(given) ? given : { into: given }
  const target = targetOf(call, options.into ?? source, '$merge')
  const spec = mergeSpec(options)
  const collection = ensureCollection(call.store, target.db, target.name)
  const unique = collection.indexes.some((index) => {
    const paths = index.keys.map(([path]) => path)
    return (
      index.unique &&
      index.partial === null &&
      paths.length === spec.on.length &&
      paths.every((path) => spec.on.includes(path))
    )
  })
  if (!unique) throw new CommandError(51183, 'Cannot find index to verify that join fields will be unique')
  for (const document of documents) mergeOne(call, collection, spec, document)
}

function mergeOne(call: Call, collection: CollectionEntry, spec: MergeSpec, document: Document): void {
  const bypass = flagField(call.body, 'bypassDocumentValidation', 'aggregate')
  const filter: Document = {}
  for (const path of spec.on) {
    const value = valueAt(document, path.split('.'))
    if (path !== '_id' && (value === undefined || value === null || Array.isArray(value))) {
      throw new CommandError(51132, "$merge write error: 'on' field cannot be missing, null, undefined or an array")
    }
    if (value !== undefined) filter[path] = { $eq: value }
  }
  const found = keysOf(filter).length === spec.on.length ? first(call, collection, filter) : null
  if (found === null) {
    if (spec.whenNotMatched === 'fail')
      throw new CommandError(
        13113,
        '$merge could not find a matching document in the target collection for at least one document in the source collection',
      )
    if (spec.whenNotMatched === 'insert') insertDocument(call.store, collection, document, null, bypass)
    return
  }
  const after = merged(call, spec, found.document, document)
  if (after === null) return
  if (!valuesEqual(after._id, found.document._id)) {
    throw new CommandError(
      'ImmutableField',
      '$merge failed to update the matching document, did you attempt to modify the _id or the shard key?',
    )
  }
  const bytes = encode(after, MAX_STORED_DEPTH)
  if (!bytes.equals(found.bytes)) replaceDocument(call.store, collection, found, after, bytes, bypass)
}

function first(call: Call, collection: CollectionEntry, filter: Document): Stored | null {
  const current = call.store.catalog.find(collection.db, collection.name) ?? collection
  for (const stored of search(call.store, current, prepare(current, { filter }))) return stored
  return null
}

/** The document to store where one matched; null to keep what is there. */
function merged(call: Call, spec: MergeSpec, old: Document, document: Document): Document | null {
  const mode = spec.whenMatched
  if (Array.isArray(mode)) {
    const given = spec.variables === undefined ? { new: document } : evaluateAll(call, spec.variables, document)
    const context = { source: [old], collection: () => [], now: call.now, let: literals(given) }
    const [result] = [...runPipeline(mode as Document[], context)]
    return result ?? null
  }
  if (mode === 'keepExisting') return null
  if (mode === 'fail') {
    const message = `E11000 duplicate key error: $merge found ${shellText(document._id)} in the target collection`
    throw new CommandError('DuplicateKey', message, { keyPattern: { _id: 1 }, keyValue: { _id: document._id } })
  }
  if (mode !== 'merge' && mode !== 'replace') {
    throw new CommandError(
      'BadValue',
      `Enumeration value '${String(mode)}' for field 'whenMatched' is not a valid value.`,
    )
  }
  if (mode === 'replace') return document._id === undefined ? { _id: old._id, ...document } : document
  const result = copyOf(old)
  for (const key of keysOf(document)) put(result, key, document[key])
  return result
}

function evaluateAll(call: Call, variables: Document, document: Document): Document {
  const context = { source: [document], collection: () => [], now: call.now }
  const [result] = [...runPipeline([{ $replaceWith: variables }], context)]
  return result ?? {}
}

/** Values as expressions that mean themselves. */
function literals(values: Document): Document {
  return Object.fromEntries(keysOf(values).map((key) => [key, { $literal: values[key] }]))
}
