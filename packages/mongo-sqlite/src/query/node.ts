import type { Document } from '../values/document.js'
import { get } from '../values/order.js'
import { walkPath } from '../values/path.js'
import type { Path } from '../values/path.js'

/** What a match remembers for the positional operator. */
export type Trace = { index: number | null }

/** A compiled filter on a whole document. With a trace, it notes the array position that matched. */
export type Node = (document: Document, trace: Trace | null) => boolean

/** A test of one value; undefined stands for a missing field. */
export type Test = (value: unknown, trace: Trace | null) => boolean

/**
 * What a filter says about one field. `leaf` tests the values a path leads to, with `leaves` also the elements of an
 * array at its end; it holds if any of them passes. `not` and `all` combine conditions.
 */
export type Condition =
  | { kind: 'leaf'; test: Test; leaves: boolean }
  | { kind: 'not'; of: Condition }
  | { kind: 'all'; of: readonly Condition[] }

export function leaf(test: Test): Condition {
  return { kind: 'leaf', test, leaves: true }
}

/** A condition on the array as such, not on its elements. */
export function whole(test: Test): Condition {
  return { kind: 'leaf', test, leaves: false }
}

export function not(of: Condition): Condition {
  return { kind: 'not', of }
}

export function allOf(of: readonly Condition[]): Condition {
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { kind: 'all', of }
}

/** The condition applied to what a path leads to in a document. */
export function atPath(path: Path, condition: Condition): Node {
  switch (condition.kind) {
    case 'not': {
      const inner = atPath(path, condition.of)
      return (document) => !inner(document, null)
    }
    case 'all':
      return every(condition.of.map((one) => atPath(path, one)))
    case 'leaf':
      return leafAt(path, condition.test, condition.leaves)
  }
}

function leafAt(path: Path, test: Test, leaves: boolean): Node {
  const [field, second] = path.parts
  const walk: Node = (document, trace) =>
    walkPath(
      document,
      path,
      (value, index) => {
        if (!test(value, trace)) return false
        if (trace !== null && index !== null) trace.index = index
        return true
      },
      leaves,
    )
  if (field === undefined || second !== undefined) return walk
  return (document, trace) => {
    const value = get(document, field)
    return Array.isArray(value) ? walk(document, trace) : test(value, trace)
  }
}

/** The condition applied to one value as it is, as inside $elemMatch. */
export function onValue(condition: Condition): Test {
  switch (condition.kind) {
    case 'not': {
      const inner = onValue(condition.of)
      return (value) => !inner(value, null)
    }
    case 'all': {
      const tests = condition.of.map(onValue)
      return (value, trace) => tests.every((test) => test(value, trace))
    }
    case 'leaf':
      return condition.test
  }
}

export function every(nodes: readonly Node[]): Node {
  const [first, second] = nodes
  if (first === undefined) return () => true
  if (second === undefined) return first
  return (document, trace) => {
    for (const node of nodes) if (!node(document, trace)) return false
    return true
  }
}

/** Alternatives leave no trace: MongoDB does not say which element of which branch `$` would mean. */
export function some(nodes: readonly Node[]): Node {
  return (document) => {
    for (const node of nodes) if (node(document, null)) return true
    return false
  }
}
