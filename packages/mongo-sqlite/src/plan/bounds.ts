import { BSONRegExp } from 'bson'
import { isDocument, keysOf, typeOf, TYPE, type Document } from '../values/document.js'
import { canonicalType } from '../values/types.js'
import { asNumber } from '../field.js'
import type { FieldBounds } from './ranges.js'

/** What a filter says about each path, as far as an index can use it. */
export type FilterBounds = ReadonlyMap<string, FieldBounds>

/**
 * Reads the bounds out of a filter: equality, $eq, $in, $gt, $gte, $lt, $lte at the top or under $and. Everything else
 * is left to the matcher. With a collation, values that hold strings give no bounds, because keys are binary.
 */
export function boundsOf(filter: Document, hasCollation: boolean): FilterBounds {
  const found = new Map<string, FieldBounds>()
  collect(filter, hasCollation, found)
  return found
}

function collect(filter: Document, hasCollation: boolean, found: Map<string, FieldBounds>): void {
  for (const key of keysOf(filter)) {
    const value = filter[key]
    if (key === '$and' && Array.isArray(value)) {
      for (const part of value) if (isDocument(part)) collect(part, hasCollation, found)
    } else if (!key.startsWith('$')) {
      const bounds = fieldBounds(value, hasCollation)
      // Of two conditions on one field the points are kept: intersecting would be wrong for arrays.
      if (bounds !== undefined && found.get(key)?.points === undefined) found.set(key, bounds)
    }
  }
}

function fieldBounds(condition: unknown, hasCollation: boolean): FieldBounds | undefined {
  const usable = (value: unknown) => isIndexable(value, hasCollation)
  if (!isOperators(condition)) return usable(condition) ? { points: [condition] } : undefined
  if ('$eq' in condition && usable(condition.$eq)) return { points: [condition.$eq] }
  const list = condition.$in
  if (Array.isArray(list) && list.every(usable)) return { points: list }
  return rangeOf(condition, usable)
}

function rangeOf(condition: Document, usable: (value: unknown) => boolean): FieldBounds | undefined {
  const bound = (inclusive: string, exclusive: string) => {
    for (const name of [exclusive, inclusive]) {
      const value = condition[name]
      const ordered = value !== null && value !== undefined && usable(value) && isRangeType(value)
      if (ordered) return { value, inclusive: name === inclusive }
    }
    return undefined
  }
  const from = bound('$gte', '$gt')
  const to = bound('$lte', '$lt')
  if (from === undefined && to === undefined) return undefined
  if (from !== undefined && to !== undefined && tag(from.value) !== tag(to.value)) return { from }
  return { ...(from && { from }), ...(to && { to }) }
}

function tag(value: unknown): number {
  return canonicalType(typeOf(value))
}

const RANGE_TYPES: ReadonlySet<number> = new Set([
  TYPE.double,
  TYPE.int,
  TYPE.long,
  TYPE.decimal,
  TYPE.string,
  TYPE.objectId,
  TYPE.date,
  TYPE.timestamp,
])

/** Types whose $gt and $lt stay within the type; NaN compares like no other number and is left to the matcher. */
function isRangeType(value: unknown): boolean {
  return RANGE_TYPES.has(typeOf(value)) && !Number.isNaN(asNumber(value) ?? 0)
}

function isOperators(value: unknown): value is Document {
  return isDocument(value) && (keysOf(value)[0]?.startsWith('$') ?? false)
}

/** Arrays (their elements are the keys), patterns and undefined have no single place in an index. */
function isIndexable(value: unknown, hasCollation: boolean): boolean {
  if (value === undefined || value instanceof BSONRegExp || value instanceof RegExp || Array.isArray(value))
    return false
  if (!hasCollation) return true
  const type = typeOf(value)
  return type !== TYPE.string && type !== TYPE.object && type !== TYPE.symbol
}
