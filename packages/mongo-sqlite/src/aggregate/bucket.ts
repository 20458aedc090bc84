import { CommandError } from '../errors.js'
import { compareValues } from '../values/compare.js'
import { get, has, isDocument } from '../values/document.js'
import type { Document } from '../values/document.js'
import { canonicalType, typeOf } from '../values/types.js'
import { compileExpression } from './expression.js'
import { compileGroup } from './group.js'
import { sortDocuments } from '../query/sort.js'
import { withVariables } from './scope.js'
import type { Cell, Scope } from './scope.js'

/** Compiles $bucket: groups by the boundary at or below the value, sorted by that boundary. */
export function compileBucket(spec: unknown, scope: Scope): (input: Iterable<Document>) => Iterable<Document> {
  if (!isDocument(spec)) throw new CommandError(40201, 'Argument to $bucket stage must be an object')
  if (!has(spec, 'groupBy') || !has(spec, 'boundaries')) {
    throw new CommandError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.")
  }
  const boundaries = boundariesOf(get(spec, 'boundaries'), scope)
  const groupBy = compileExpression(get(spec, 'groupBy'), scope)
  const fallback = has(spec, 'default') ? compileExpression(get(spec, 'default'), scope)({}) : undefined
  const cell: Cell = { value: undefined }
  const output = get(spec, 'output') ?? { count: { $sum: 1 } }
  if (!isDocument(output)) throw new CommandError(40196, "The $bucket 'output' field must be an object")
  const group = compileGroup({ _id: '$$bucket', ...output }, withVariables(scope, [['bucket', cell]]))
  const labelled = function* (input: Iterable<Document>): Iterable<Document> {
    for (const document of input) {
      cell.value = bucketOf(groupBy(document), boundaries, fallback, scope)
      yield document
    }
  }
  return (input) => sortDocuments(group(labelled(input)), { _id: 1 }, scope.collation)
}

function boundariesOf(spec: unknown, scope: Scope): unknown[] {
  const list = Array.isArray(spec) ? compileExpression(spec, scope)({}) : undefined
  if (!Array.isArray(list)) throw new CommandError(40200, "The $bucket 'boundaries' field must be an array")
  if (list.length < 2) throw new CommandError(40192, "The $bucket 'boundaries' field must have at least 2 values")
  const boundaries = list as unknown[]
  for (let i = 1; i < boundaries.length; i++) {
    const [low, high] = [boundaries[i - 1], boundaries[i]]
    if (canonicalType(typeOf(low)) !== canonicalType(typeOf(high))) {
      throw new CommandError(40193, "All values in the the 'boundaries' option to $bucket must have the same type")
    }
    if (compareValues(low, high, scope.collation) >= 0) {
      throw new CommandError(40194, "The 'boundaries' option to $bucket must be sorted in ascending order")
    }
  }
  return boundaries
}

function bucketOf(value: unknown, boundaries: unknown[], fallback: unknown, scope: Scope): unknown {
  const found = boundaries.findLastIndex((boundary) => compareValues(boundary, value, scope.collation) <= 0)
  if (found >= 0 && found < boundaries.length - 1) return boundaries[found]
  if (fallback === undefined) {
    throw new CommandError(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    )
  }
  return fallback
}
