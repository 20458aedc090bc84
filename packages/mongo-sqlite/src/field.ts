import { Decimal128, Double, Int32, Long } from 'bson'
import { CommandError } from './errors.js'
import { isDocument, typeName } from './values/types.js'
import type { Document } from './values/document.js'

/** Any BSON number as a JavaScript number, undefined for everything that is not a number. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof Double || value instanceof Int32) return value.valueOf()
  if (value instanceof Long) return value.toNumber()
  if (value instanceof Decimal128) return Number(value.toString())
  if (typeof value === 'bigint') return Number(value)
  return undefined
}

/** The server's "safe bool": true and every number but zero. */
export function isTrue(value: unknown): boolean {
  return value === true || (asNumber(value) ?? 0) !== 0
}

function wrongType(where: string, field: string, value: unknown, expected: string): CommandError {
  const message = `BSON field '${where}.${field}' is the wrong type '${typeName(value)}', expected type '${expected}'`
  return new CommandError('TypeMismatch', message)
}

function given(body: Document, field: string): unknown {
  const value = body[field]
  return value === null ? undefined : value
}

/** A string field of a command, undefined when absent; 14 for any other type. `where` is the command, for the message. */
export function stringField(body: Document, field: string, where: string): string | undefined {
  const value = given(body, field)
  if (value === undefined || typeof value === 'string') return value
  throw wrongType(where, field, value, 'string')
}

/** A document field of a command, undefined when absent; 14 for any other type. */
export function documentField(body: Document, field: string, where: string): Document | undefined {
  const value = given(body, field)
  if (value === undefined || isDocument(value)) return value
  throw wrongType(where, field, value, 'object')
}

/** An array field of a command, undefined when absent; 14 for any other type. */
export function arrayField(body: Document, field: string, where: string): unknown[] | undefined {
  const value = given(body, field)
  if (value === undefined || Array.isArray(value)) return value
  throw wrongType(where, field, value, 'array')
}

/** A yes-or-no field of a command: booleans and numbers; `fallback` when absent. */
export function flagField(body: Document, field: string, where: string, fallback = false): boolean {
  const value = given(body, field)
  if (value === undefined) return fallback
  if (typeof value !== 'boolean' && asNumber(value) === undefined) throw wrongType(where, field, value, 'bool')
  return isTrue(value)
}

/** A whole number of a command, undefined when absent; 14 for any other type. */
export function wholeField(body: Document, field: string, where: string): number | undefined {
  const value = given(body, field)
  if (value === undefined) return undefined
  const number = asNumber(value)
  if (number === undefined) throw wrongType(where, field, value, 'long')
  return Math.trunc(number)
}

/** As `wholeField`, and 51024 when below zero. */
export function countField(body: Document, field: string, where: string): number | undefined {
  const number = wholeField(body, field, where)
  if (number !== undefined && !(number >= 0)) {
    throw new CommandError(51024, `BSON field '${field}' value must be >= 0, actual value '${number}'`)
  }
  return number
}

/** Throws 40415 for the first field that `known` does not list, as the server's own parser does. */
export function refuseUnknown(body: Document, known: ReadonlySet<string>, where: string): void {
  for (const field of Object.keys(body)) {
    if (known.has(field)) continue
    throw new CommandError(40415, `BSON field '${where}.${field}' is an unknown field.`)
  }
}
