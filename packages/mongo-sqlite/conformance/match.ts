import { BSONRegExp, Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'mongodb'
import { isJson, type Json } from './format.js'

/** Raised with the place where an actual value is not as the test says. */
export class Mismatch extends Error {}

/** Entities of the test by id, for the operators that refer to them. */
export type Lookup = (id: string) => unknown

/** A number whatever its BSON class; the format compares numbers by value. */
export function plain(value: unknown): unknown {
  if (value instanceof Long) return value.toNumber()
  if (value instanceof Double || value instanceof Int32) return value.valueOf()
  if (typeof value === 'bigint') return Number(value)
  return value
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(plain(value)).slice(0, 200)
}

/**
 * Checks a value against the expected one with the format's operators. At the root, and in the elements of an array
 * there, further fields are allowed; deeper down they are not.
 */
export function match(actual: unknown, expected: unknown, lookup: Lookup, path = '', root = true): void {
  const fail = (): never => {
    throw new Mismatch(`${path || 'result'}: expected ${show(expected)}, got ${show(actual)}`)
  }
  if (isJson(expected)) {
    const operator = Object.keys(expected)[0] ?? ''
    if (operator.startsWith('$$')) {
      matchOperator(actual, operator, expected[operator], lookup, path, root, fail)
      return
    }
    matchDocument(actual, expected, lookup, path, root, fail)
    return
  }
  if (Array.isArray(expected)) {
    const list = Array.isArray(actual) ? (actual as unknown[]) : fail()
    if (list.length !== expected.length) fail()
    expected.forEach((value, i) => match(list[i], value, lookup, `${path}[${i}]`, root))
    return
  }
  if (!sameValue(plain(actual), plain(expected))) fail()
}

function matchDocument(
  actual: unknown,
  expected: Json,
  lookup: Lookup,
  path: string,
  root: boolean,
  fail: () => never,
) {
  if (typeof actual !== 'object' || actual === null) fail()
  const fields = actual instanceof Map ? (Object.fromEntries(actual) as Json) : (actual as Json)
  for (const [key, value] of Object.entries(expected)) {
    match(fields[key], value, lookup, path === '' ? key : `${path}.${key}`, false)
  }
  if (root) return
  const extra = Object.keys(fields).filter((key) => fields[key] !== undefined && !(key in expected))
  if (extra.length > 0) throw new Mismatch(`${path}: unexpected fields ${extra.join(', ')}`)
}

function matchOperator(
  actual: unknown,
  operator: string,
  operand: unknown,
  lookup: Lookup,
  path: string,
  root: boolean,
  fail: () => never,
): void {
  switch (operator) {
    case '$$exists':
      if ((actual !== undefined) !== operand) fail()
      return
    case '$$unsetOrMatches':
      if (actual !== undefined && actual !== null) match(actual, operand, lookup, path, root)
      return
    case '$$type':
      if (!(Array.isArray(operand) ? operand : [operand]).some((type) => hasType(actual, String(type)))) fail()
      return
    case '$$matchesEntity':
      match(actual, lookup(String(operand)), lookup, path, root)
      return
    case '$$sessionLsid': {
      const session = lookup(String(operand)) as { id: { id: Binary } }
      const id = (actual as { id?: Binary } | undefined)?.id
      if (id === undefined || !sameValue(id, session.id.id)) fail()
      return
    }
    case '$$lte':
      if (!(Number(plain(actual)) <= Number(operand))) fail()
      return
    default:
      throw new Error(`matching operator ${operator} is not supported by this runner`)
  }
}

function hasType(value: unknown, type: string): boolean {
  const number = plain(value)
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'bool':
      return typeof value === 'boolean'
    case 'int':
    case 'long':
    case 'number':
    case 'double':
      return typeof number === 'number'
    case 'object':
      return isJson(value)
    case 'array':
      return Array.isArray(value)
    case 'objectId':
      return value instanceof ObjectId
    case 'date':
      return value instanceof Date
    case 'timestamp':
      return value instanceof Timestamp
    default:
      return false
  }
}

/** Equality of two values, by type and content; field order of documents does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  const [left, right] = [plain(a), plain(b)]
  if (left === right) return true
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime()
  if (left instanceof ObjectId && right instanceof ObjectId) return left.equals(right)
  if (left instanceof Binary && right instanceof Binary) return left.toString('hex') === right.toString('hex')
  if (left instanceof Timestamp && right instanceof Timestamp) return left.equals(right)
  if (left instanceof Decimal128 || left instanceof BSONRegExp) return JSON.stringify(left) === JSON.stringify(right)
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, i) => sameValue(value, right[i]))
  }
  if (!isJson(left) || !isJson(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length && keys.every((key) => key in right && sameValue(left[key], right[key]))
  )
}
