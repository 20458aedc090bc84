import { CommandError } from '../errors.js'
import { show } from '../query/show.js'
import type { Collation } from '../values/collation.js'
import { documentOf, get, isDocument, keysOf } from '../values/document.js'
import type { Document } from '../values/document.js'
import { OPERATORS } from './operators/index.js'
import type { Cell, Expression, Scope } from './scope.js'

export type { Expression, Scope } from './scope.js'
export { truthy } from './operators/truth.js'

/** The scope of a command: its time and its `let`, whose values are constant expressions. */
export function scopeOf(options: {
  let?: Document | undefined
  collation?: Collation | undefined
  now?: Date | undefined
}): Scope {
  const scope: Scope = { vars: new Map(), now: options.now ?? new Date(), collation: options.collation }
  const vars = new Map<string, Cell>()
  for (const name of keysOf(options.let ?? {})) {
    vars.set(name, { value: compileExpression(get(options.let ?? {}, name), { ...scope, vars })({}) })
  }
  return { ...scope, vars }
}

/**
 * Compiles an aggregation expression.
 * @throws CommandError 168 for an operator that MongoDB, or this server, does not have.
 */
export function compileExpression(spec: unknown, scope: Scope): Expression {
  if (typeof spec === 'string') {
    if (spec.startsWith('$$')) return variable(spec.slice(2), scope)
    if (spec.startsWith('$')) return fieldPath(spec.slice(1))
    return () => spec
  }
  if (Array.isArray(spec)) {
    const items = spec.map((item: unknown) => compileExpression(item, scope))
    return (root) =>
      items.map((item) => {
        const value = item(root)
        return value === undefined ? null : value
      })
  }
  if (!isDocument(spec)) return () => spec
  const keys = keysOf(spec)
  if (keys[0]?.startsWith('$')) return operator(spec, keys, scope)
  return object(spec, keys, scope)
}

function operator(spec: Document, keys: readonly string[], scope: Scope): Expression {
  const [name = ''] = keys
  if (keys.length > 1) {
    throw new CommandError(15983, `An object representing an expression must have exactly one field: ${show(spec)}`)
  }
  const compile = OPERATORS.get(name)
  if (compile === undefined) throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${name}'`)
  return compile(get(spec, name), scope, compileExpression)
}

function object(spec: Document, keys: readonly string[], scope: Scope): Expression {
  const fields = keys.map((key): [string, Expression] => {
    if (key.includes('.'))
      throw new CommandError(16412, `FieldPath field names may not contain '.'. Consider using $getField or $setField.`)
    if (key.startsWith('$')) {
      throw new CommandError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      )
    }
    return [key, compileExpression(get(spec, key), scope)]
  })
  return (root) =>
    documentOf(
      fields.flatMap(([key, evaluate]): [string, unknown][] => {
        const value = evaluate(root)
        return value === undefined ? [] : [[key, value]]
      }),
    )
}

function pathParts(text: string): string[] {
  const parts = text.split('.')
  if (text === '') throw new CommandError(16872, "'$' by itself is not a valid FieldPath")
  for (const part of parts) {
    if (part === '') {
      throw text.endsWith('.')
        ? new CommandError(40353, "FieldPath must not end with a '.'.")
        : new CommandError(15998, 'FieldPath field names may not be empty strings.')
    }
    if (part.startsWith('$')) {
      throw new CommandError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      )
    }
  }
  return parts
}

function fieldPath(text: string): Expression {
  const parts = pathParts(text)
  const [first = '', second] = parts
  if (second === undefined) return (root) => get(root, first)
  return (root) => lookup(root, parts, 0)
}

/** Follows a path as expressions do: through documents, and through the documents of an array into an array. */
function lookup(document: Document, parts: readonly string[], from: number): unknown {
  const value = get(document, parts[from] ?? '')
  return from + 1 === parts.length ? value : below(value, parts, from + 1)
}

function below(value: unknown, parts: readonly string[], from: number): unknown {
  if (Array.isArray(value)) {
    const found: unknown[] = []
    for (const element of value) {
      const inner = isDocument(element) ? lookup(element, parts, from) : undefined
      if (inner !== undefined) found.push(inner)
    }
    return found
  }
  return isDocument(value) ? lookup(value, parts, from) : undefined
}

function variable(text: string, scope: Scope): Expression {
  const [name = '', ...rest] = text.split('.')
  if (rest.length > 0) pathParts(rest.join('.'))
  const evaluate = variableValue(name, scope)
  return rest.length === 0 ? evaluate : (root) => below(evaluate(root), rest, 0)
}

function variableValue(name: string, scope: Scope): Expression {
  const cell = scope.vars.get(name)
  if (cell !== undefined) return () => cell.value
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return (root) => root
    case 'NOW':
      return () => scope.now
    case 'REMOVE':
      return () => undefined
    case '':
      throw new CommandError('FailedToParse', 'empty variable names are not allowed')
    default:
      throw new CommandError(17276, `Use of undefined variable: ${name}`)
  }
}
