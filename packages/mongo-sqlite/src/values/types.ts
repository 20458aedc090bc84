import { bsonType } from 'bson'
import type { BSONTypeTag } from 'bson'
import type { Document } from './order.js'

/**
 * BSON type numbers. In memory an int32 is a plain number, a double is a `Double` (a plain number that no int32 can hold
 * counts as a double too), and everything else is a class of the bson package, so no two types look alike.
 */
export const TYPE = {
  missing: 0,
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const

export type TypeNumber = (typeof TYPE)[keyof typeof TYPE]
export type TypeName = keyof typeof TYPE

const NAMES = new Map<number, TypeName>(Object.entries(TYPE).map(([name, number]) => [number, name as TypeName]))

const TAGS: Record<BSONTypeTag, TypeNumber> = {
  BSONRegExp: TYPE.regex,
  BSONSymbol: TYPE.symbol,
  ObjectId: TYPE.objectId,
  Binary: TYPE.binData,
  Decimal128: TYPE.decimal,
  Double: TYPE.double,
  Int32: TYPE.int,
  Long: TYPE.long,
  MaxKey: TYPE.maxKey,
  MinKey: TYPE.minKey,
  Timestamp: TYPE.timestamp,
  Code: TYPE.javascript,
  DBRef: TYPE.dbPointer,
}

/** True when the number is written as an int32: whole, in range and not the negative zero. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0)
}

/** The BSON type of a value; JavaScript's undefined is `missing`. */
export function typeOf(value: unknown): TypeNumber {
  switch (typeof value) {
    case 'string':
      return TYPE.string
    case 'number':
      return isInt32(value) ? TYPE.int : TYPE.double
    case 'boolean':
      return TYPE.bool
    case 'undefined':
      return TYPE.missing
    case 'bigint':
      return TYPE.long
    case 'object':
      return value === null ? TYPE.null : typeOfObject(value)
    default:
      throw new TypeError(`a ${typeof value} is no BSON value`)
  }
}

function typeOfObject(value: object): TypeNumber {
  const tag = (value as { [bsonType]?: BSONTypeTag })[bsonType]
  if (tag !== undefined) {
    if (tag === 'Code' && (value as { scope?: unknown }).scope) return TYPE.javascriptWithScope
    return TAGS[tag]
  }
  if (Array.isArray(value)) return TYPE.array
  if (value instanceof Date) return TYPE.date
  if (value instanceof Uint8Array) return TYPE.binData
  if (value instanceof RegExp) return TYPE.regex
  return TYPE.object
}

/** The name `$type` answers with. */
export function typeName(value: unknown): TypeName {
  return NAMES.get(typeOf(value)) ?? 'missing'
}

/** The number behind a type name, or undefined for a name BSON does not have. */
export function typeNumber(name: string): TypeNumber | undefined {
  return Object.hasOwn(TYPE, name) && name !== 'missing' ? TYPE[name as TypeName] : undefined
}

export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && typeOfObject(value) === TYPE.object
}

export function isNumeric(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true
  const type = typeOf(value)
  return type === TYPE.double || type === TYPE.int || type === TYPE.long || type === TYPE.decimal
}

const CANONICAL = new Map<TypeNumber, number>([
  [TYPE.minKey, -1],
  [TYPE.missing, 0],
  [TYPE.undefined, 0],
  [TYPE.null, 5],
  [TYPE.double, 10],
  [TYPE.int, 10],
  [TYPE.long, 10],
  [TYPE.decimal, 10],
  [TYPE.string, 15],
  [TYPE.symbol, 15],
  [TYPE.object, 20],
  [TYPE.array, 25],
  [TYPE.binData, 30],
  [TYPE.objectId, 35],
  [TYPE.bool, 40],
  [TYPE.date, 45],
  [TYPE.timestamp, 47],
  [TYPE.regex, 50],
  [TYPE.dbPointer, 55],
  [TYPE.javascript, 60],
  [TYPE.javascriptWithScope, 65],
  [TYPE.maxKey, 127],
])

/** The place of a type in the comparison order; equal for all numbers, and for strings and symbols. */
export function canonicalType(type: TypeNumber): number {
  return CANONICAL.get(type) ?? 0
}
