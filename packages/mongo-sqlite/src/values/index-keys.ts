import { CommandError } from '../errors.js'
import { get, keysOf } from './order.js'
import type { Document } from './order.js'
import { arrayIndex, parsePath } from './path.js'
import type { Path } from './path.js'
import { isDocument } from './types.js'

const MISSING = Symbol('missing')

/** One field of an index on its way through a document; `done` when its value is final. */
type Cursor = { readonly path: Path; readonly at: number; readonly value: unknown; readonly done: boolean }

const specs = new WeakMap<Document, Path[]>()

function pathsOf(keySpec: Document): Path[] {
  let paths = specs.get(keySpec)
  if (paths === undefined) {
    paths = keysOf(keySpec).map(parsePath)
    specs.set(keySpec, paths)
  }
  return paths
}

/**
 * The keys an index has for a document, one per array element (multikey, possibly repeated), each with one value per
 * field. A missing field is null, an empty array is undefined, as MongoDB indexes them. With `sparse`, keys without any
 * field present are left out. Two different arrays in one key are refused with 171.
 */
export function indexKeys(document: Document, keySpec: Document, sparse = false): unknown[][] {
  const keys: unknown[][] = []
  expand(
    pathsOf(keySpec).map((path) => ({ path, at: 0, value: document, done: false })),
    keys,
  )
  const kept = sparse ? keys.filter((key) => key.some((value) => value !== MISSING)) : keys
  for (const key of kept) for (let i = 0; i < key.length; i++) if (key[i] === MISSING) key[i] = null
  return kept
}

/** Moves a cursor through documents until its value is final or an array has to be opened. */
function advance(cursor: Cursor): Cursor {
  if (cursor.done) return cursor
  const { path } = cursor
  let { at, value } = cursor
  while (at < path.parts.length) {
    if (Array.isArray(value)) return takePosition({ path, at, value, done: false })
    if (!isDocument(value)) return { path, at, value: MISSING, done: true }
    const found = get(value, path.parts[at] ?? '')
    value = found === undefined ? MISSING : found
    at++
  }
  return { path, at, value, done: !Array.isArray(value) }
}

/** A numeric component on an array names a position, unless the array holds documents with a field of that name. */
function takePosition(cursor: Cursor): Cursor {
  const { path, at } = cursor
  const part = path.parts[at] ?? ''
  const position = arrayIndex(part)
  if (position < 0) return cursor
  const array = cursor.value as unknown[]
  if (array.some((element) => isDocument(element) && get(element, part) !== undefined)) {
    throw new CommandError(
      16746,
      'Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), ' +
        `field: '${part}' for array: ${path.parts.slice(0, at).join('.')}`,
    )
  }
  const element = array[position]
  if (element === undefined) return { path, at, value: MISSING, done: true }
  return advance({ path, at: at + 1, value: element, done: false })
}

function expand(cursors: readonly Cursor[], keys: unknown[][]): void {
  const moved = cursors.map(advance)
  const open = moved.find((cursor) => !cursor.done)
  if (open === undefined) {
    keys.push(moved.map((cursor) => cursor.value))
    return
  }
  const array = open.value as unknown[]
  for (const other of moved) if (!other.done && other.value !== array) refuseParallel(other, open)
  // An empty array still makes one key: undefined where the path ends with it, missing where it goes on.
  const elements = array.length === 0 ? [undefined] : array
  for (const element of elements) {
    expand(
      moved.map((cursor) => (cursor.done ? cursor : inside(cursor, element))),
      keys,
    )
  }
}

/** An array inside an array is a value of its own and not opened again. */
function inside(cursor: Cursor, element: unknown): Cursor {
  if (cursor.at === cursor.path.parts.length) return { ...cursor, value: element, done: true }
  if (isDocument(element)) return { ...cursor, value: element }
  return { ...cursor, value: MISSING, done: true }
}

function refuseParallel(one: Cursor, other: Cursor): never {
  const name = (cursor: Cursor): string => `[${cursor.path.parts[cursor.at - 1] ?? ''}]`
  throw new CommandError('CannotIndexParallelArrays', `cannot index parallel arrays ${name(one)} ${name(other)}`)
}
