import { Long } from 'bson'
import { CommandError } from '../errors.js'
import { copyOf, drop, get, isDocument, keysOf, put } from '../values/document.js'
import type { Document } from '../values/document.js'
import { typeName } from '../values/types.js'

/** Compiles $unwind: one document per element; a value that is no array counts as its only element. */
export function compileUnwind(operand: unknown): (input: Iterable<Document>) => Iterable<Document> {
  const spec: Document =
    typeof operand === 'string' ? { path: operand } : isDocument(operand) ? operand : wrongType(operand)
  const unknown = keysOf(spec).find((key) => !['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(key))
  if (unknown !== undefined) throw new CommandError(28811, `unrecognized option to $unwind stage: ${unknown}`)
  const path = get(spec, 'path')
  if (typeof path !== 'string') {
    throw path === undefined
      ? new CommandError(28812, 'no path specified to $unwind stage')
      : new CommandError(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`)
  }
  if (!path.startsWith('$') || path.length === 1) {
    throw new CommandError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  }
  const preserve = get(spec, 'preserveNullAndEmptyArrays')
  if (preserve !== undefined && typeof preserve !== 'boolean') {
    throw new CommandError(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage')
  }
  const indexField = get(spec, 'includeArrayIndex')
  if (indexField !== undefined && (typeof indexField !== 'string' || indexField === '')) {
    throw new CommandError(28810, 'expected a non-empty string for the includeArrayIndex  option to $unwind stage')
  }
  const index = indexField === undefined ? null : indexField.split('.')
  return (input) => unwind(input, path.slice(1).split('.'), index, preserve === true)
}

function wrongType(operand: unknown): never {
  throw new CommandError(
    15981,
    `expected either a string or an object as specification for $unwind stage, got ${typeName(operand)}`,
  )
}

function* unwind(
  input: Iterable<Document>,
  parts: readonly string[],
  index: readonly string[] | null,
  preserve: boolean,
): Iterable<Document> {
  const withIndex = (document: Document, at: unknown): Document =>
    index === null ? document : replaceAt(document, index, at)
  for (const document of input) {
    const value = valueOf(document, parts)
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) yield withIndex(replaceAt(document, parts, value[i]), Long.fromNumber(i))
      if (value.length === 0 && preserve) yield withIndex(replaceAt(document, parts, undefined), null)
    } else if (preserve || (value !== null && value !== undefined)) {
      yield withIndex(document, null)
    }
  }
}

function valueOf(document: Document, parts: readonly string[]): unknown {
  let value: unknown = document
  for (const part of parts) value = isDocument(value) ? get(value, part) : undefined
  return value
}

/** The document with one field replaced; undefined removes it. */
export function replaceAt(document: Document, parts: readonly string[], value: unknown): Document {
  const [part = '', ...rest] = parts
  const copy = copyOf(document)
  if (rest.length > 0) {
    const inner = get(document, part)
    put(copy, part, replaceAt(isDocument(inner) ? inner : {}, rest, value))
  } else if (value === undefined) drop(copy, part)
  else put(copy, part, value)
  return copy
}
