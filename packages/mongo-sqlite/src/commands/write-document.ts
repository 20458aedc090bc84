import { BSONRegExp, ObjectId, Timestamp } from 'bson'
import { CommandError } from '../errors.js'
import type { CollectionEntry } from '../storage/catalog.js'
import { MAX_STORED_DEPTH, type Store, type Stored } from '../storage/store.js'
import { copyOf, documentOf, encode, isDocument, keysOf, type Document } from '../values/document.js'

let stampSecond = 0
let stampCount = 0

/** A timestamp later than all before it, for empty Timestamps in new documents and for the cluster clock. */
export function nextTimestamp(): Timestamp {
  const second = Math.floor(Date.now() / 1000)
  if (second > stampSecond) {
    stampSecond = second
    stampCount = 0
  }
  stampCount++
  return new Timestamp({ t: stampSecond, i: stampCount })
}

/** Gives a new document its _id as first field, refuses impossible ones, and fills in empty timestamps. */
export function forInsert(document: Document): { document: Document; changed: boolean } {
  let result = document
  let changed = false
  const id = document._id
  if (id === undefined || keysOf(document)[0] !== '_id') {
    const others = keysOf(document).filter((key) => key !== '_id')
    result = documentOf([
      ['_id', id ?? new ObjectId()],
      ...others.map((key): [string, unknown] => [key, document[key]]),
    ])
    if (id === null) result._id = null
    changed = true
  }
  checkId(result._id)
  for (const key of keysOf(result)) {
    const value = result[key]
    if (key !== '_id' && value instanceof Timestamp && value.isZero()) {
      if (!changed) result = copyOf(result)
      result[key] = nextTimestamp()
      changed = true
    }
  }
  return { document: result, changed }
}

/** Types and field names an _id may not have. */
export function checkId(id: unknown): void {
  const type = Array.isArray(id) ? 'array' : id instanceof BSONRegExp || id instanceof RegExp ? 'regex' : null
  if (type !== null) throw new CommandError('InvalidIdField', `The '_id' value cannot be of type ${type}`)
  const operator = isDocument(id) ? keysOf(id).find((key) => key.startsWith('$')) : undefined
  if (operator !== undefined) {
    const message = `_id fields may not contain '$'-prefixed fields: ${operator} is not valid for storage.`
    throw new CommandError('DollarPrefixedFieldName', message)
  }
}

/** Stores a new document under all rules: _id, validator, size, unique indexes. `bytes` are used when still true. */
export function insertDocument(
  store: Store,
  collection: CollectionEntry,
  given: Document,
  bytes: Uint8Array | null,
  bypassValidation: boolean,
): Document {
  const { document, changed } = forInsert(given)
  if (!bypassValidation) validate(collection, document, null)
  // Marking an index as multikey changes the catalog: always work with the entry as it is now.
  const current = store.catalog.find(collection.db, collection.name) ?? collection
  store.insert(current, document, bytes === null || changed ? encode(document, MAX_STORED_DEPTH) : bytes)
  return document
}

/** Puts a changed document in the place of the old one. */
export function replaceDocument(
  store: Store,
  collection: CollectionEntry,
  old: Stored,
  document: Document,
  bytes: Uint8Array,
  bypassValidation: boolean,
): void {
  if (!bypassValidation) validate(collection, document, old.document)
  const current = store.catalog.find(collection.db, collection.name) ?? collection
  store.replace(current, old, document, bytes)
}

/** Error 121 when the collection's validator does not match; moderate spares documents that were invalid before. */
function validate(collection: CollectionEntry, document: Document, before: Document | null): void {
  const { validator } = collection
  if (validator === null || validator.level === 'off' || validator.action === 'warn') return
  if (validator.matcher.matches(document)) return
  if (validator.level === 'moderate' && before !== null && !validator.matcher.matches(before)) return
  const details = {
    operatorName: keysOf(validator.filter)[0] ?? '',
    specifiedAs: validator.filter,
    reason: 'did not match',
  }
  throw new CommandError('DocumentValidationFailure', 'Document failed validation', {
    errInfo: { failingDocumentId: document._id, details },
  })
}
