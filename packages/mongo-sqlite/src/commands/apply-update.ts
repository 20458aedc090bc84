import { ObjectId } from 'bson'
import { CommandError } from '../errors.js'
import { MAX_STORED_DEPTH, type Store, type Stored } from '../storage/store.js'
import type { CollectionEntry } from '../storage/catalog.js'
import { shellText } from '../shell-text.js'
import { compileUpdate, upsertSeed, type Update } from '../update/update.js'
import type { Collation } from '../values/collation.js'
import { encode, isDocument, type Document } from '../values/document.js'
import { valuesEqual } from '../values/compare.js'
import type { Prepared } from '../plan/find-documents.js'
import { insertDocument, replaceDocument } from './write-document.js'

export type Change = {
  readonly update: Update
  readonly filter: Document
  readonly bypassValidation: boolean
}

/** Compiles `u` of an update statement or `update` of findAndModify; 9 for anything but a document or a pipeline. */
export function changeOf(
  given: unknown,
  filter: Document,
  options: {
    arrayFilters: readonly unknown[] | undefined
    let: Document | undefined
    collation: Collation | undefined
    now: Date
    bypassValidation: boolean
  },
): Change {
  if (!isDocument(given) && !(Array.isArray(given) && given.every(isDocument))) {
    throw new CommandError('FailedToParse', 'Update argument must be either an object or an array')
  }
  const arrayFilters = options.arrayFilters
  if (arrayFilters !== undefined && !arrayFilters.every(isDocument)) {
    throw new CommandError('TypeMismatch', 'arrayFilters must hold objects')
  }
  const update = compileUpdate(given, {
    arrayFilters,
    let: options.let,
    collation: options.collation,
    now: options.now,
  })
  return { update, filter, bypassValidation: options.bypassValidation }
}

/** Applies a change to one document found; `changed` is false when it already was as asked. */
export function updateOne(
  store: Store,
  collection: CollectionEntry,
  stored: Stored,
  prepared: Prepared,
  change: Change,
): { after: Document; changed: boolean } {
  const position = prepared.matcher.position(stored.document)
  const after = change.update.apply(stored.document, { position, insert: false })
  const id = stored.document._id
  if (!valuesEqual(after._id, id)) {
    const message = `Performing an update on the path '_id' would modify the immutable field '_id'`
    throw new CommandError('ImmutableField', message)
  }
  const bytes = encode(after, MAX_STORED_DEPTH)
  if (bytes.equals(stored.bytes)) return { after, changed: false }
  replaceDocument(store, collection, stored, after, bytes, change.bypassValidation)
  return { after, changed: true }
}

/** Inserts what an upsert makes of its filter and change. */
export function upsert(store: Store, collection: CollectionEntry, change: Change): Document {
  const seed = upsertSeed(change.filter)
  const made = change.update.apply(seed, { position: null, insert: true })
  const wanted = seed._id
  if (wanted !== undefined && made._id !== undefined && !valuesEqual(wanted, made._id)) {
    const message = `Performing an update on the path '_id' would modify the immutable field '_id'. It was ${shellText(wanted)}`
    throw new CommandError('ImmutableField', message)
  }
  const document = made._id === undefined ? { ...made, _id: wanted ?? new ObjectId() } : made
  return insertDocument(store, collection, document, null, change.bypassValidation)
}
