import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson'
import type { Collation } from './collation.js'
import { compareNumbers, timestampBits } from './numbers.js'
import { get, keysOf } from './order.js'
import type { Document } from './order.js'
import { canonicalType, TYPE, typeOf } from './types.js'
import type { TypeNumber } from './types.js'

/** Compares by Unicode code point, which is the order of the UTF-8 bytes; JavaScript's `<` compares UTF-16 units. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    const xHigh = x >= 0xd800 && x <= 0xdfff
    const yHigh = y >= 0xd800 && y <= 0xdfff
    if (xHigh !== yHigh) return xHigh ? (y > 0xdfff ? 1 : x - y) : x > 0xdfff ? -1 : x - y
    return x - y
  }
  return a.length - b.length
}

function compareText(a: string, b: string, collation: Collation | undefined): number {
  return collation === undefined ? compareStrings(a, b) : collation.compare(a, b)
}

/**
 * MongoDB's comparison of any two BSON values: first by type (MinKey, missing, null, numbers, strings and symbols,
 * objects, arrays, binary, ObjectId, bool, date, timestamp, regex, code, MaxKey), then by value. Numbers of all kinds
 * are compared exactly. Negative, zero or positive.
 */
export function compareValues(a: unknown, b: unknown, collation?: Collation): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b, collation)
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a < b ? -1 : a > b ? 1 : 0
  const typeA = typeOf(a)
  const typeB = typeOf(b)
  const canonical = canonicalType(typeA)
  const side = canonical - canonicalType(typeB)
  return side === 0 ? compareSame(typeA, a, b, collation) : side
}

export function valuesEqual(a: unknown, b: unknown, collation?: Collation): boolean {
  return a === b || compareValues(a, b, collation) === 0
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as BSONSymbol).value
}

function compareSame(type: TypeNumber, a: unknown, b: unknown, collation: Collation | undefined): number {
  switch (type) {
    case TYPE.double:
    case TYPE.int:
    case TYPE.long:
    case TYPE.decimal:
      return compareNumbers(a, b)
    case TYPE.string:
    case TYPE.symbol:
      return compareText(textOf(a), textOf(b), collation)
    case TYPE.object:
      return compareDocuments(a as Document, b as Document, collation)
    case TYPE.array:
      return compareArrays(a as unknown[], b as unknown[], collation)
    case TYPE.binData:
      return compareBinary(a as Binary | Uint8Array, b as Binary | Uint8Array)
    case TYPE.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id)
    case TYPE.bool:
      return Number(a) - Number(b)
    case TYPE.date:
      return (a as Date).getTime() - (b as Date).getTime()
    case TYPE.timestamp:
      return Number(timestampBits(a as Timestamp) - timestampBits(b as Timestamp))
    case TYPE.regex: {
      const [x, y] = [regexParts(a as BSONRegExp | RegExp), regexParts(b as BSONRegExp | RegExp)]
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options)
    }
    case TYPE.javascript:
      return compareStrings((a as Code).code, (b as Code).code)
    case TYPE.javascriptWithScope:
      return (
        compareStrings((a as Code).code, (b as Code).code) ||
        compareDocuments((a as Code).scope ?? {}, (b as Code).scope ?? {}, undefined)
      )
    case TYPE.dbPointer:
      throw new TypeError('DBPointer is not supported')
    case TYPE.missing:
    case TYPE.undefined:
    case TYPE.null:
    case TYPE.minKey:
    case TYPE.maxKey:
      return 0
  }
}

/** Pattern and options of either kind of regular expression. */
export function regexParts(value: BSONRegExp | RegExp): { pattern: string; options: string } {
  if (value instanceof RegExp) return { pattern: value.source, options: value.flags.replace(/[^imsx]/g, '') }
  return value
}

/** The bytes and subtype of binary data. */
export function binaryParts(value: Binary | Uint8Array): { bytes: Uint8Array; subtype: number } {
  if (value instanceof Uint8Array) return { bytes: value, subtype: 0 }
  return { bytes: value.value(), subtype: value.sub_type }
}

function compareBinary(a: Binary | Uint8Array, b: Binary | Uint8Array): number {
  const x = binaryParts(a)
  const y = binaryParts(b)
  return x.bytes.length - y.bytes.length || x.subtype - y.subtype || Buffer.compare(x.bytes, y.bytes)
}

/** Field by field in their order: the type of the value, then the name, then the value; a prefix is smaller. */
function compareDocuments(a: Document, b: Document, collation: Collation | undefined): number {
  const keysA = keysOf(a)
  const keysB = keysOf(b)
  const length = Math.min(keysA.length, keysB.length)
  for (let i = 0; i < length; i++) {
    const keyA = keysA[i] ?? ''
    const keyB = keysB[i] ?? ''
    const valueA = get(a, keyA)
    const valueB = get(b, keyB)
    const side =
      canonicalType(typeOf(valueA)) - canonicalType(typeOf(valueB)) ||
      compareStrings(keyA, keyB) ||
      compareValues(valueA, valueB, collation)
    if (side !== 0) return side
  }
  return keysA.length - keysB.length
}

function compareArrays(a: unknown[], b: unknown[], collation: Collation | undefined): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const side = compareValues(a[i], b[i], collation)
    if (side !== 0) return side
  }
  return a.length - b.length
}
