import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import { compareValues } from '../values/compare.js'
import type { Document } from '../values/document.js'
import { keysOf } from '../values/document.js'
import { get } from '../values/order.js'
import { indexKeys, parsePath } from '../values/path.js'
import type { Path } from '../values/path.js'
import { isDocument, isNumeric } from '../values/types.js'
import { toNumber } from '../values/numbers.js'

/** A compiled sort: take the key of each document once, then compare keys. */
export type SortOrder = { key(document: Document): unknown[]; compare(a: unknown[], b: unknown[]): number }

/** Refuses directions other than 1 and -1. */
export function sortDirections(spec: Document): (1 | -1)[] {
  return keysOf(spec).map((key) => {
    const direction = get(spec, key)
    if (!isNumeric(direction)) throw new CommandError(15974, `Illegal key in $sort specification: ${key}`)
    const sign = toNumber(direction)
    if (sign !== 1 && sign !== -1) {
      throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    }
    return sign
  })
}

/**
 * MongoDB's sort order. A missing field counts as null; an array counts with its least element, or its greatest where
 * the direction is -1, an empty one below null. Two different arrays in one sort are refused.
 */
export function compileSortOrder(spec: Document, collation?: Collation): SortOrder {
  const paths = keysOf(spec).map(parsePath)
  if (paths.some((path) => path.parts.some((part) => part.startsWith('$')))) {
    throw new CommandError(
      16410,
      "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
    )
  }
  const directions = sortDirections(spec)
  const compare = (a: unknown[], b: unknown[]): number => {
    for (let i = 0; i < directions.length; i++) {
      const side = compareValues(a[i], b[i], collation)
      if (side !== 0) return directions[i] === 1 ? side : -side
    }
    return 0
  }
  return { key: (document) => plainKey(document, paths) ?? bestKey(document, spec, compare), compare }
}

/** The key when no array is on the way, which is nearly always. */
function plainKey(document: Document, paths: readonly Path[]): unknown[] | null {
  const key: unknown[] = []
  for (const { parts } of paths) {
    let value: unknown = document
    for (const part of parts) {
      value = isDocument(value) ? get(value, part) : undefined
      if (Array.isArray(value)) return null
    }
    key.push(value === undefined ? null : value)
  }
  return key
}

function bestKey(document: Document, spec: Document, compare: (a: unknown[], b: unknown[]) => number): unknown[] {
  try {
    const keys = indexKeys(document, spec)
    return keys.reduce((best, key) => (compare(key, best) < 0 ? key : best))
  } catch (error) {
    if (error instanceof CommandError && error.codeName === 'CannotIndexParallelArrays') {
      throw new CommandError('BadValue', 'cannot sort with keys that are parallel arrays')
    }
    throw error
  }
}

/** The same as a comparison of documents, for Array.prototype.sort (which is stable). */
export function compileSort(spec: Document, collation?: Collation): (a: Document, b: Document) => number {
  const order = compileSortOrder(spec, collation)
  const keys = new WeakMap<Document, unknown[]>()
  const keyOf = (document: Document): unknown[] => {
    let key = keys.get(document)
    if (key === undefined) {
      key = order.key(document)
      keys.set(document, key)
    }
    return key
  }
  return (a, b) => order.compare(keyOf(a), keyOf(b))
}

/** A sorted copy; with a limit, only the first ones. */
export function sortDocuments(documents: Iterable<Document>, spec: Document, collation?: Collation): Document[] {
  const order = compileSortOrder(spec, collation)
  const keyed = Array.from(documents, (document) => ({ document, key: order.key(document) }))
  keyed.sort((a, b) => order.compare(a.key, b.key))
  return keyed.map((entry) => entry.document)
}
