import { CommandError } from '../errors.js'
import { compareStrings } from '../values/compare.js'
import type { Document } from '../values/document.js'
import { arrayIndex } from '../values/path.js'

/** What is known while an update is applied to one document. */
export type Context = {
  /** The document before the update. */
  readonly root: Document
  /** The array position the query matched, for `$`. */
  readonly position: number | null
  /** True while an upsert makes a new document. */
  readonly insert: boolean
}

/**
 * One operator on one path. `apply` gets the value there (undefined when missing) and gives the new one, undefined to
 * remove it. With `creates`, missing parents are made on the way; without, a path that is not there is left alone.
 */
export type Leaf = {
  readonly kind: 'leaf'
  readonly creates: boolean
  apply(value: unknown, context: Context, path: string): unknown
}

/** The fields below one point of the document that the update touches. */
export type Branch = { readonly kind: 'branch'; children: Map<string, Node>; creates: boolean }
export type Node = Leaf | Branch

export function newBranch(): Branch {
  return { kind: 'branch', children: new Map(), creates: false }
}

function conflict(path: string, at: string): never {
  throw new CommandError('ConflictingUpdateOperators', `Updating the path '${path}' would create a conflict at '${at}'`)
}

/** Refuses paths that cannot be stored. */
export function checkUpdatePath(path: string): string[] {
  if (path === '') throw new CommandError('EmptyFieldName', 'An empty update path is not valid.')
  const parts = path.split('.')
  for (const [i, part] of parts.entries()) {
    if (part === '') {
      throw new CommandError(
        'EmptyFieldName',
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      )
    }
    if (i === 0 && isPositional(part)) {
      throw new CommandError(
        'BadValue',
        `Cannot have positional (i.e. '$') element in the first position in path '${path}'`,
      )
    }
    if (part.startsWith('$') && !isPositional(part)) {
      throw new CommandError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      )
    }
  }
  if (parts.filter((part) => part === '$').length > 1) {
    throw new CommandError('BadValue', `Too many positional (i.e. '$') elements found in path '${path}'`)
  }
  return parts
}

export function isPositional(part: string): boolean {
  return part === '$' || (part.startsWith('$[') && part.endsWith(']'))
}

/** Puts a leaf at its path; two operators on one path, or on a path and a part of it, are refused with code 40. */
export function addLeaf(root: Branch, path: string, leaf: Leaf): void {
  const parts = checkUpdatePath(path)
  let branch = root
  for (const [i, part] of parts.entries()) {
    branch.creates ||= leaf.creates
    const found = branch.children.get(part)
    const at = parts.slice(0, i + 1).join('.')
    if (i === parts.length - 1) {
      if (found !== undefined) conflict(path, at)
      branch.children.set(part, leaf)
      return
    }
    if (found?.kind === 'leaf') conflict(path, at)
    const next = found ?? newBranch()
    branch.children.set(part, next)
    branch = next
  }
}

/** One node that does what both do, for an element reached by two spellings of its path. */
export function mergeNodes(a: Node, b: Node, path: string): Node {
  if (a.kind === 'leaf' || b.kind === 'leaf') return conflict(path, path)
  const merged: Branch = { kind: 'branch', children: new Map(a.children), creates: a.creates || b.creates }
  for (const [part, node] of b.children) {
    const other = merged.children.get(part)
    merged.children.set(part, other === undefined ? node : mergeNodes(other, node, `${path}.${part}`))
  }
  return merged
}

/** The server applies fields by name, numbers by value: that is the order in which new fields are appended. */
export function sortTree(branch: Branch): void {
  const entries = [...branch.children]
  entries.sort(([a], [b]) => {
    const [x, y] = [arrayIndex(a), arrayIndex(b)]
    return x >= 0 && y >= 0 ? x - y : compareStrings(a, b)
  })
  branch.children = new Map(entries)
  for (const [, node] of entries) if (node.kind === 'branch') sortTree(node)
}
