import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import { copyOf, get, isDocument, isNumeric, keysOf, put } from '../values/document.js'
import { toNumber } from '../values/numbers.js'
import { compileFilter } from './filter.js'
import type { FilterOptions, Matcher } from './filter.js'
import type { Projection } from './projection.js'
import type { Leaf } from './projection-tree.js'

type Change = Extract<Leaf, { kind: 'change' }>

/** $slice and $elemMatch, which only a find projection has; null for everything else, which is an expression. */
export function findOperator(path: string, value: unknown, options: FilterOptions): Change | null {
  if (!isDocument(value)) return null
  const [operator, more] = keysOf(value)
  const operand = operator === undefined ? undefined : get(value, operator)
  if (operator === '$slice') {
    if (more !== undefined) throw new CommandError('BadValue', `>1 field in obj: ${path}`)
    return { kind: 'change', change: slice(operand), keeps: true }
  }
  if (operator === '$elemMatch') {
    if (path.includes('.')) throw new CommandError(31275, 'Cannot use $elemMatch projection on a nested field.')
    return { kind: 'change', change: firstMatch(operand, options), keeps: false }
  }
  if (operator === '$meta') throw new CommandError('NotImplemented', '$meta is not supported here')
  return null
}

function slice(operand: unknown): (value: unknown) => unknown {
  const numbers = (Array.isArray(operand) ? (operand as unknown[]) : [operand]).map((part) =>
    isNumeric(part) ? Math.trunc(toNumber(part)) : NaN,
  )
  const [first = NaN, second] = numbers
  if (numbers.some(Number.isNaN) || (Array.isArray(operand) && numbers.length !== 2)) {
    throw new CommandError(
      28667,
      'Invalid $slice syntax. The given syntax did not match the find() or expression syntax.',
    )
  }
  if (second !== undefined && second <= 0) {
    throw new CommandError(28724, `First argument to $slice must be positive: ${second}`)
  }
  return (value) => {
    if (!Array.isArray(value)) return value
    const array = value as unknown[]
    if (second === undefined) return first >= 0 ? array.slice(0, first) : array.slice(first)
    const start = first >= 0 ? first : Math.max(array.length + first, 0)
    return array.slice(start, start + second)
  }
}

function firstMatch(operand: unknown, options: FilterOptions): (value: unknown) => unknown {
  if (!isDocument(operand)) throw new CommandError(31274, '$elemMatch must be an object')
  const matcher = compileFilter({ a: { $elemMatch: operand } }, options)
  return (value) => {
    if (!Array.isArray(value)) return undefined
    const at = matcher.position({ a: value })
    return at === null ? undefined : [value[at]]
  }
}

/** Cuts the array at the path down to the element the query matched. */
export function positional(project: Projection, path: string, matcher: Matcher | undefined): Projection {
  const parts = path.split('.')
  return (document) => {
    const at = matcher?.position(document) ?? null
    return cut(project(document), parts, 0, at)
  }
}

function cut(document: Document, parts: readonly string[], from: number, at: number | null): Document {
  const key = parts[from] ?? ''
  const value = get(document, key)
  if (Array.isArray(value)) {
    if (at === null || at >= value.length) {
      throw new CommandError(
        51246,
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      )
    }
    return replaced(document, key, [value[at]])
  }
  if (isDocument(value) && from + 1 < parts.length) return replaced(document, key, cut(value, parts, from + 1, at))
  return document
}

function replaced(document: Document, key: string, value: unknown): Document {
  const copy = copyOf(document)
  put(copy, key, value)
  return copy
}
