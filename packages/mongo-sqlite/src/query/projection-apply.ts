import type { Document } from '../values/document.js'
import { copyOf, drop, get, isDocument, keysOf, put } from '../values/document.js'
import type { Tree } from './projection-tree.js'

/** Keeps what the tree includes, in the order of the document, then appends what it computes in the order it is given. */
export function include(document: Document, tree: Tree, root: Document): Document {
  const result: Document = {}
  for (const key of keysOf(document)) {
    const node = tree.fields.get(key)
    if (node === undefined) continue
    const value = includedValue(get(document, key), node, root)
    if (value !== undefined) put(result, key, value)
  }
  for (const [key, node] of tree.fields) {
    if (node.kind !== 'change' || node.keeps) continue
    const value = node.change(get(document, key))
    if (value !== undefined) put(result, key, value)
  }
  return result
}

function includedValue(value: unknown, node: NonNullable<ReturnType<Tree['fields']['get']>>, root: Document): unknown {
  if (node.kind === 'include') return value
  if (node.kind === 'change') return node.keeps ? node.change(value) : undefined
  if (node.kind !== 'tree') return undefined
  if (Array.isArray(value)) {
    return value.map((element: unknown) => includedValue(element, node, root)).filter((kept) => kept !== undefined)
  }
  return isDocument(value) ? include(value, node, root) : undefined
}

/** Leaves out what the tree excludes and keeps everything else. */
export function exclude(document: Document, tree: Tree): Document {
  const result = copyOf(document)
  for (const [key, node] of tree.fields) {
    const value = get(document, key)
    if (value === undefined) continue
    if (node.kind === 'exclude') {
      drop(result, key)
    } else if (node.kind === 'tree') {
      put(result, key, excludedValue(value, node))
    } else if (node.kind === 'change') {
      const changed = node.change(value)
      if (changed === undefined) drop(result, key)
      else put(result, key, changed)
    }
  }
  return result
}

function excludedValue(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => excludedValue(element, tree))
  return isDocument(value) ? exclude(value, tree) : value
}

/** Sets in `target` what the tree computes from `root`; a result that is missing removes the field. */
export function compute(target: Document, tree: Tree, root: Document): void {
  for (const [key, node] of tree.fields) {
    if (node.kind === 'compute') {
      const value = node.evaluate(root)
      if (value === undefined) drop(target, key)
      else put(target, key, value)
    } else if (node.kind === 'tree' && node.computes) {
      put(target, key, computedValue(get(target, key), node, root))
    }
  }
}

function computedValue(value: unknown, tree: Tree, root: Document): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => computedValue(element, tree, root))
  const target = isDocument(value) ? copyOf(value) : {}
  compute(target, tree, root)
  return target
}
