import { CommandError } from '../errors.js'
import { get, has, isDocument, keysOf } from '../values/document.js'
import type { Document } from '../values/document.js'
import { TYPE, typeName, typeOf } from '../values/types.js'
import { compileExpression } from './expression.js'
import { runStages } from './stages.js'
import type { PipelineContext } from './stages.js'
import { pushdown } from './pushdown.js'
import { replaceAt } from './unwind.js'
import { checkVariable, withVariables } from './scope.js'
import type { Cell, Expression, Scope } from './scope.js'

const FIELDS = ['from', 'localField', 'foreignField', 'let', 'pipeline', 'as']

type Join = {
  from: string
  as: string[]
  local: string[] | null
  foreign: string
  variables: { cell: Cell; evaluate: Expression }[]
  pipeline: Document[] | null
  scope: Scope
}

function text(spec: Document, name: string): string {
  const value = get(spec, name)
  if (value === undefined) throw new CommandError('FailedToParse', `must specify '${name}' field for a $lookup`)
  if (typeof value !== 'string') {
    throw new CommandError('FailedToParse', `$lookup argument '${name}: ' must be a string, is type ${typeName(value)}`)
  }
  return value
}

function parse(spec: unknown, scope: Scope): Join {
  if (!isDocument(spec))
    throw new CommandError('FailedToParse', `the $lookup specification must be an Object, but found ${typeName(spec)}`)
  const unknown = keysOf(spec).find((key) => !FIELDS.includes(key))
  if (unknown !== undefined) throw new CommandError('FailedToParse', `unknown argument to $lookup: ${unknown}`)
  const pipeline = get(spec, 'pipeline')
  if (pipeline !== undefined && !Array.isArray(pipeline)) {
    throw new CommandError('TypeMismatch', "'pipeline' option must be specified as an array")
  }
  if (isDocument(get(spec, 'from')))
    throw new CommandError('NotImplemented', '$lookup from another database is not supported')
  const joined = has(spec, 'localField') || has(spec, 'foreignField')
  if (!joined && pipeline === undefined) {
    throw new CommandError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  }
  const variables = variablesOf(get(spec, 'let') ?? {}, scope)
  return {
    from: has(spec, 'from') || pipeline === undefined ? text(spec, 'from') : '',
    as: text(spec, 'as').split('.'),
    local: joined ? text(spec, 'localField').split('.') : null,
    foreign: joined ? text(spec, 'foreignField') : '',
    variables: variables.map(({ cell, evaluate }) => ({ cell, evaluate })),
    pipeline: (pipeline as Document[] | undefined) ?? null,
    scope: withVariables(
      scope,
      variables.map(({ name, cell }) => [name, cell] as const),
    ),
  }
}

function variablesOf(spec: unknown, scope: Scope): { name: string; cell: Cell; evaluate: Expression }[] {
  if (!isDocument(spec)) throw new CommandError('FailedToParse', "$lookup argument 'let' must be an object")
  return keysOf(spec).map((name) => {
    checkVariable(name)
    return { name, cell: { value: undefined }, evaluate: compileExpression(get(spec, name), scope) }
  })
}

/**
 * Compiles $lookup. The joined key is handed to the other collection as a filter, so that an index can find it; so is
 * a leading $match of the pipeline.
 */
export function compileLookup(
  spec: unknown,
  scope: Scope,
  context: PipelineContext,
): (input: Iterable<Document>) => Iterable<Document> {
  const join = parse(spec, scope)
  const { filter, rest } = leading(join.pipeline ?? [])
  return function* (input) {
    let constant: Document[] | null = null
    for (const document of input) {
      for (const { cell, evaluate } of join.variables) cell.value = evaluate(document)
      const fixed = join.local === null && join.variables.length === 0
      const found: Document[] = constant ?? joined(join, document, filter, rest, context)
      if (fixed) constant = found
      yield replaceAt(document, join.as, found)
    }
  }
}

/** The leading $match stages that need no variables, and the other stages. */
function leading(pipeline: Document[]): { filter: Document | undefined; rest: Document[] } {
  const { filter } = pushdown(pipeline)
  if (filter === undefined || JSON.stringify(keysDeep(filter)).includes('"$expr"'))
    return { filter: undefined, rest: pipeline }
  const matches = pipeline.findIndex((stage) => !has(stage, '$match'))
  return { filter, rest: matches < 0 ? [] : pipeline.slice(matches) }
}

function keysDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysDeep)
  return isDocument(value) ? keysOf(value).map((key) => [key, keysDeep(get(value, key))]) : null
}

function joined(
  join: Join,
  document: Document,
  filter: Document | undefined,
  rest: Document[],
  context: PipelineContext,
): Document[] {
  const equality = join.local === null ? undefined : equalityFilter(join.foreign, localValues(document, join.local))
  const both = equality !== undefined && filter !== undefined ? { $and: [equality, filter] } : (equality ?? filter)
  const source = join.from === '' ? [] : context.collection(join.from, both)
  return Array.from(runStages(rest, join.scope, { ...context, source }))
}

/** Every value at the local path, elements of arrays one by one; none at all counts as null. */
function localValues(document: Document, parts: readonly string[]): unknown[] {
  const values: unknown[] = []
  collect(document, parts, values)
  return values.length === 0 ? [null] : values
}

function collect(value: unknown, parts: readonly string[], into: unknown[]): void {
  if (parts.length === 0) {
    if (Array.isArray(value)) into.push(...(value as unknown[]))
    else if (value !== undefined) into.push(value)
  } else if (Array.isArray(value)) {
    for (const element of value) if (isDocument(element)) collect(element, parts, into)
  } else if (isDocument(value)) {
    collect(get(value, parts[0] ?? ''), parts.slice(1), into)
  }
}

function equalityFilter(field: string, values: unknown[]): Document {
  const [only] = values
  if (values.length === 1) return { [field]: { $eq: only } }
  // Inside $in a regular expression would match strings; here it has to be equal.
  if (values.some((value) => typeOf(value) === TYPE.regex))
    return { $or: values.map((value) => ({ [field]: { $eq: value } })) }
  return { [field]: { $in: values } }
}
