import { CommandError } from '../errors.js'
import { show } from '../query/show.js'
import type { Document } from '../values/document.js'
import { copyOf, drop, get, isDocument, put } from '../values/document.js'
import { arrayIndex } from '../values/path.js'
import type { ArrayFilters } from './array-filters.js'
import type { Branch, Context, Node } from './tree.js'
import { isPositional, mergeNodes } from './tree.js'

const MAX_PADDING = 1500000

function bad(message: string): never {
  throw new CommandError('BadValue', message)
}

/** Applies a tree of operators to a document. Touched documents and arrays are copied, everything else is shared. */
export class Application {
  private readonly filters: ArrayFilters
  private readonly context: Context

  constructor(filters: ArrayFilters, context: Context) {
    this.filters = filters
    this.context = context
  }

  document(document: Document, branch: Branch, path: string): Document {
    const result = copyOf(document)
    for (const [key, node] of this.resolved(branch, path)) {
      const value = get(document, key)
      const changed = this.node(value, node, join(path, key))
      if (changed === value) continue
      if (changed === undefined) drop(result, key)
      else put(result, key, changed)
    }
    return result
  }

  private node(value: unknown, node: Node, path: string): unknown {
    if (node.kind === 'leaf') return node.apply(value, this.context, path)
    if (Array.isArray(value)) return this.array(value as unknown[], node, path)
    if (isDocument(value)) return this.document(value, node, path)
    return value === undefined ? this.missing(node, path) : this.scalar(value, node, path)
  }

  private missing(branch: Branch, path: string): unknown {
    if (hasArrayUpdate(branch)) bad(`The path '${path}' must exist in the document in order to apply array updates.`)
    if (!branch.creates) return undefined
    const made = this.document({}, branch, path)
    return Object.keys(made).length === 0 ? undefined : made
  }

  private scalar(value: unknown, branch: Branch, path: string): unknown {
    if (hasArrayUpdate(branch)) bad(`Cannot apply array updates to non-array element ${last(path)}: ${show(value)}`)
    const creating = [...branch.children].find(([, node]) => node.creates)
    if (creating !== undefined) this.notViable(creating[0], value, path)
    return value
  }

  private notViable(part: string, value: unknown, path: string): never {
    throw new CommandError('PathNotViable', `Cannot create field '${part}' in element {${last(path)}: ${show(value)}}`)
  }

  private array(array: unknown[], branch: Branch, path: string): unknown[] {
    const result = array.slice()
    for (const [key, node] of this.elements(array, branch, path)) {
      const index = arrayIndex(key)
      if (index < 0) {
        if (node.creates) this.notViable(key, array, path)
        continue
      }
      const changed = this.node(array[index], node, join(path, key))
      if (changed === undefined) {
        // Removing an element leaves a null, so that the others keep their positions.
        if (index < result.length) result[index] = null
        continue
      }
      if (index > result.length + MAX_PADDING) bad(`cannot backfill array to larger than ${MAX_PADDING} elements`)
      while (result.length < index) result.push(null)
      result[index] = changed
    }
    return result
  }

  /** The children of an array with `$`, `$[]` and `$[id]` resolved to positions. */
  private elements(array: unknown[], branch: Branch, path: string): Iterable<[string, Node]> {
    if (![...branch.children.keys()].some(isPositional)) return branch.children
    const byIndex = new Map<string, Node>()
    const add = (key: string, node: Node): void => {
      const other = byIndex.get(key)
      byIndex.set(key, other === undefined ? node : mergeNodes(other, node, join(path, key)))
    }
    for (const [key, node] of branch.children) {
      if (key === '$') {
        add(this.matchedPosition(), node)
      } else if (isPositional(key)) {
        const id = key.slice(2, -1)
        for (let i = 0; i < array.length; i++) if (this.filters.matches(id, array[i])) add(String(i), node)
      } else {
        add(key, node)
      }
    }
    return byIndex
  }

  private resolved(branch: Branch, path: string): Iterable<[string, Node]> {
    if (!branch.children.has('$') && !hasArrayUpdate(branch)) return branch.children
    if (hasArrayUpdate(branch)) bad(`Cannot apply array updates to non-array element ${last(path)}`)
    return [...branch.children].map(([key, node]) => [key === '$' ? this.matchedPosition() : key, node])
  }

  private matchedPosition(): string {
    const { position } = this.context
    return position === null
      ? bad('The positional operator did not find the match needed from the query.')
      : String(position)
  }
}

function hasArrayUpdate(branch: Branch): boolean {
  for (const key of branch.children.keys()) if (key !== '$' && isPositional(key)) return true
  return false
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function last(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
