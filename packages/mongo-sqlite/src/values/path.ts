import { get } from './order.js'
import type { Document } from './order.js'
import { isDocument } from './types.js'

/** A dotted path taken apart once. */
export type Path = { readonly text: string; readonly parts: readonly string[]; readonly indexes: readonly number[] }

/** Called for each value found; `index` is the outermost array position passed on the way. True stops the walk. */
export type Visit = (value: unknown, index: number | null) => boolean

/** The array position a path component names, or -1. */
export function arrayIndex(part: string): number {
  return /^(0|[1-9]\d{0,9})$/.test(part) ? Number(part) : -1
}

export function parsePath(text: string): Path {
  const parts = text.split('.')
  return { text, parts, indexes: parts.map(arrayIndex) }
}

/**
 * Visits what a query path means in a document, as the server's ElementPath does: arrays on the way are gone into (one
 * level, documents only), numeric components also name a position, a missing field is visited as undefined. With
 * `leaves` an array at the end of the path is visited element by element and then as a whole; without, only as a whole.
 */
export function walkPath(document: Document, path: Path, visit: Visit, leaves = true): boolean {
  return walk(document, path, 0, visit, leaves, null)
}

function walk(start: Document, path: Path, from: number, visit: Visit, leaves: boolean, index: number | null): boolean {
  let value: unknown = start
  const { parts } = path
  for (let at = from; at < parts.length; at++) {
    value = get(value as Document, parts[at] ?? '')
    if (Array.isArray(value)) return walkArray(value, path, at + 1, visit, leaves, index)
    if (at + 1 < parts.length && !isDocument(value)) return visit(undefined, index)
  }
  return visit(value, index)
}

function walkArray(
  array: unknown[],
  path: Path,
  next: number,
  visit: Visit,
  leaves: boolean,
  outer: number | null,
): boolean {
  const ends = next === path.parts.length
  if (ends) {
    if (leaves) for (let i = 0; i < array.length; i++) if (visit(array[i], outer ?? i)) return true
    return visit(array, outer)
  }
  const position = path.indexes[next] ?? -1
  for (let i = 0; i < array.length; i++) {
    const element = array[i]
    if (isDocument(element) && walk(element, path, next, visit, leaves, outer ?? i)) return true
    if (i !== position) continue
    // An explicit position does not count for the positional operator, and its array is not opened when the path ends.
    if (next + 1 === path.parts.length) {
      if (visit(element, outer ?? i)) return true
    } else if (Array.isArray(element)) {
      if (walkArray(element, path, next + 1, visit, leaves, outer)) return true
    } else if (isDocument(element)) {
      if (walk(element, path, next + 1, visit, leaves, outer)) return true
    }
  }
  return false
}

/** Every value a query path reaches (array elements and the array itself); undefined stands for a missing field. */
export function valuesAt(document: Document, path: string): unknown[] {
  const found: unknown[] = []
  walkPath(document, parsePath(path), (value) => {
    found.push(value)
    return false
  })
  return found
}

/** The value at a path through documents only (numeric components reach into arrays); undefined when missing. */
export function valueAt(document: Document, parts: readonly string[]): unknown {
  let value: unknown = document
  for (const part of parts) {
    if (Array.isArray(value)) {
      const index = arrayIndex(part)
      value = index < 0 ? undefined : value[index]
    } else if (isDocument(value)) {
      value = get(value, part)
    } else {
      return undefined
    }
  }
  return value
}
export { indexKeys } from './index-keys.js'
