import { CommandError } from '../errors.js'
import { asNumber, isTrue, refuseUnknown } from '../field.js'
import { compileFilter } from '../query/filter.js'
import { isDocument, keysOf, type Document } from '../values/document.js'
import { fields } from './call.js'
import { refuseCollation } from './collections.js'

const SPEC_FIELDS = fields(
  'key',
  'name',
  'v',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'background',
  'collation',
  'ns',
  'dropDups',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'storageEngine',
  'clustered',
  'prepareUnique',
)
const REFUSED = [
  'weights',
  'default_language',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'wildcardProjection',
  'clustered',
  'prepareUnique',
]

/** Checks one specification of createIndexes and answers it as listIndexes will show it. */
export function checkIndexSpec(spec: unknown): Document {
  if (!isDocument(spec)) throw new CommandError('TypeMismatch', 'The elements of the indexes array must be objects')
  refuseUnknown(spec, SPEC_FIELDS, 'createIndexes.indexes')
  const key = spec.key
  if (!isDocument(key))
    throw new CommandError('FailedToParse', "The 'key' field is a required property of an index specification")
  checkKey(key)
  const name = spec.name
  if (typeof name !== 'string' || name === '') {
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index specification")
  }
  for (const option of REFUSED) {
    if (spec[option] !== undefined)
      throw new CommandError('CommandNotSupported', `index option '${option}' is not supported`)
  }
  refuseCollation(spec)
  return { v: 2, key, name, ...options(spec, key) }
}

function checkKey(key: Document): void {
  const paths = keysOf(key)
  if (paths.length === 0) throw new CommandError('CannotCreateIndex', 'Index keys cannot be empty.')
  for (const path of paths) {
    const direction = key[path]
    if (typeof direction === 'string') {
      throw new CommandError('CannotCreateIndex', `Unknown index plugin '${direction}'`)
    }
    const number = asNumber(direction)
    if (number === undefined || number === 0 || Number.isNaN(number)) {
      throw new CommandError('CannotCreateIndex', 'Values in the index key pattern must be numbers other than 0')
    }
    const bad = path === '' || path.startsWith('$') || path.split('.').some((part) => part === '' || part === '$**')
    if (bad) throw new CommandError('CannotCreateIndex', `Index key contains an illegal field name: '${path}'`)
  }
}

function options(spec: Document, key: Document): Document {
  const result: Document = {}
  const isId = keysOf(key).length === 1 && key._id !== undefined
  if (isTrue(spec.unique) && !isId) result.unique = true
  if (isTrue(spec.sparse)) result.sparse = true
  if (isTrue(spec.hidden)) result.hidden = true
  const filter = spec.partialFilterExpression
  if (filter !== undefined) {
    if (!isDocument(filter)) throw new CommandError('TypeMismatch', 'partialFilterExpression must be an object')
    if (result.sparse === true)
      throw new CommandError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
    compileFilter(filter)
    result.partialFilterExpression = filter
  }
  const expire = spec.expireAfterSeconds
  if (expire !== undefined) {
    const seconds = asNumber(expire)
    if (seconds === undefined || !(seconds >= 0 && seconds <= 2147483647)) {
      throw new CommandError(
        'CannotCreateIndex',
        "TTL index 'expireAfterSeconds' option must be within an acceptable range",
      )
    }
    if (keysOf(key).length > 1 || isId) {
      throw new CommandError(
        'CannotCreateIndex',
        'TTL indexes are single-field indexes, compound indexes do not support TTL',
      )
    }
    result.expireAfterSeconds = expire
  }
  return result
}
