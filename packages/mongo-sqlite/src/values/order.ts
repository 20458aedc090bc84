/**
 * A BSON document in memory: a plain object. JavaScript lists integer-like keys first whatever their place, so a
 * document in which that would change the order carries its real order under a hidden symbol. Read keys with `keysOf`,
 * fields with `get`, and write with `put`, `drop` and `copyOf`, never by hand, when the keys come from outside.
 */
export type Document = Record<string, unknown>

const ORDER: unique symbol = Symbol('key order')
type Ordered = { [ORDER]?: string[] }

function looksLikeIndex(key: string): boolean {
  const first = key.charCodeAt(0)
  return first >= 48 && first <= 57
}

/** The keys of a document in their BSON order. */
export function keysOf(document: Document): string[] {
  const keys = Object.keys(document)
  // Integer-like keys come first in Object.keys, so the first one tells whether there are any.
  if (keys.length > 1 && looksLikeIndex(keys[0] ?? '')) return (document as Ordered)[ORDER]?.slice() ?? keys
  return keys
}

/** The value of a field, or undefined when it is missing; never something inherited from Object.prototype. */
export function get(document: Document, key: string): unknown {
  const value = document[key]
  if (typeof value === 'function' || key === '__proto__') {
    return Object.hasOwn(document, key) ? document[key] : undefined
  }
  return value
}

export function has(document: Document, key: string): boolean {
  return get(document, key) !== undefined
}

function assign(document: Document, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(document, key, { value, writable: true, enumerable: true, configurable: true })
  } else {
    document[key] = value
  }
}

/** Sets a field in place: an existing one keeps its position, a new one goes to the end. */
export function put(document: Document, key: string, value: unknown): void {
  const order = (document as Ordered)[ORDER]
  if (order !== undefined) {
    if (!has(document, key)) order.push(key)
  } else if (looksLikeIndex(key) && !has(document, key)) {
    Object.defineProperty(document, ORDER, { value: [...Object.keys(document), key], writable: true })
  }
  assign(document, key, value)
}

/** Removes a field in place. */
export function drop(document: Document, key: string): void {
  const order = (document as Ordered)[ORDER]
  const at = order?.indexOf(key) ?? -1
  if (at >= 0) order?.splice(at, 1)
  Reflect.deleteProperty(document, key)
}

/** A shallow copy that keeps the order of the keys. */
export function copyOf(document: Document): Document {
  const order = (document as Ordered)[ORDER]
  const copy: Document = { ...document }
  if (order !== undefined) Object.defineProperty(copy, ORDER, { value: order.slice(), writable: true })
  return copy
}

/** A document of the given entries, in their order. */
export function documentOf(entries: Iterable<readonly [string, unknown]>): Document {
  const document: Document = {}
  for (const [key, value] of entries) put(document, key, value)
  return document
}
