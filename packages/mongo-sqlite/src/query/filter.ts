import { compileExpression, scopeOf, truthy } from '../aggregate/expression.js'
import type { Scope } from '../aggregate/expression.js'
import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'
import { isDocument, keysOf } from '../values/document.js'
import { get } from '../values/order.js'
import { parsePath } from '../values/path.js'
import { compileCondition } from './condition.js'
import { atPath, every, some } from './node.js'
import type { Node, Trace } from './node.js'

/**
 * `let` are the command's variables for $expr, `now` is the time $$NOW stands for; inside a pipeline `scope` stands for
 * both.
 */
export type FilterOptions = {
  let?: Document | undefined
  collation?: Collation | undefined
  now?: Date
  scope?: Scope
}

/** A compiled filter. */
export type Matcher = {
  matches(document: Document): boolean
  /** The array position the positional operator `$` stands for, or null when no array was passed. */
  position(document: Document): number | null
}

/**
 * Compiles a query filter. Types are told apart as MongoDB does: a comparison only ever holds within one type.
 * @throws CommandError with MongoDB's code for a filter it would refuse, or for an operator this server does not have.
 */
export function compileFilter(filter: Document, options: FilterOptions = {}): Matcher {
  const node = compileNode(filter, options)
  return {
    matches: (document) => node(document, null),
    position: (document) => {
      const trace: Trace = { index: null }
      return node(document, trace) ? trace.index : null
    },
  }
}

/** The filter as a plain test, for use inside other operators. */
export function compileNode(filter: Document, options: FilterOptions): Node {
  if (!isDocument(filter)) throw new CommandError('TypeMismatch', 'a filter must be an object')
  const nodes: Node[] = []
  for (const key of keysOf(filter)) {
    const value = get(filter, key)
    const node = key.startsWith('$') ? topLevel(key, value, options) : field(key, value, options)
    if (node !== null) nodes.push(node)
  }
  return every(nodes)
}

function field(key: string, value: unknown, options: FilterOptions): Node {
  return atPath(parsePath(key), compileCondition(key, value, options, compileNode))
}

const GEO_AND_TEXT = new Set(['$text', '$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$jsonSchema'])

function topLevel(operator: string, value: unknown, options: FilterOptions): Node | null {
  switch (operator) {
    case '$and':
      return every(branches(operator, value, options))
    case '$or':
      return some(branches(operator, value, options))
    case '$nor': {
      const any = some(branches(operator, value, options))
      return (document) => !any(document, null)
    }
    case '$comment':
      return null
    case '$expr':
      return expression(value, options)
    case '$alwaysTrue':
    case '$alwaysFalse': {
      if (value !== 1 && Number(value) !== 1) {
        throw new CommandError('FailedToParse', `${operator} must be an integer value of 1`)
      }
      const answer = operator === '$alwaysTrue'
      return () => answer
    }
    case '$where':
      throw new CommandError('BadValue', '$where is not allowed in this context')
    default:
      if (GEO_AND_TEXT.has(operator)) throw new CommandError('NotImplemented', `${operator} is not supported here`)
      throw new CommandError(
        'BadValue',
        `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, ` +
          'consider using $getField or $setField.',
      )
  }
}

function branches(operator: string, value: unknown, options: FilterOptions): Node[] {
  if (!Array.isArray(value)) throw new CommandError('BadValue', `${operator} must be an array`)
  if (value.length === 0) throw new CommandError('BadValue', '$and/$or/$nor must be a nonempty array')
  return value.map((branch: unknown) => {
    if (!isDocument(branch)) throw new CommandError('BadValue', '$or/$and/$nor entries need to be full objects')
    return compileNode(branch, options)
  })
}

function expression(value: unknown, options: FilterOptions): Node {
  const evaluate = compileExpression(value, options.scope ?? scopeOf(options))
  return (document) => truthy(evaluate(document))
}
