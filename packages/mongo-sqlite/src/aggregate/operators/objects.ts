import { CommandError } from '../../errors.js'
import { copyOf, documentOf, drop, get, isDocument, keysOf, put } from '../../values/document.js'
import type { Document } from '../../values/document.js'
import { typeName } from '../../values/types.js'
import { isNullish, namedArguments, nary, unary } from '../scope.js'
import type { Operator } from '../scope.js'

/** Later documents win; null and missing are passed over. */
export function mergeObjects(values: readonly unknown[]): Document {
  const merged: Document = {}
  for (const value of values) {
    if (isNullish(value)) continue
    if (!isDocument(value)) {
      throw new CommandError(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`)
    }
    for (const key of keysOf(value)) put(merged, key, get(value, key))
  }
  return merged
}

/** The name of a field, which must be constant; a string with $ in front would be a path. */
function fieldName(operator: string, spec: unknown): string {
  const name = isDocument(spec) && keysOf(spec)[0] === '$literal' ? get(spec, '$literal') : spec
  if (typeof name !== 'string' || (name === spec && name.startsWith('$'))) {
    throw new CommandError(5654602, `${operator} requires 'field' to evaluate to a constant string`)
  }
  return name
}

const getField: Operator = (operand, scope, compile) => {
  const short = !isDocument(operand) || keysOf(operand)[0]?.startsWith('$') === true
  const spec = short
    ? { field: operand, input: '$$CURRENT' }
    : namedArguments('$getField', operand, ['field'], ['input'])
  const name = fieldName('$getField', get(spec, 'field'))
  const input = compile(get(spec, 'input') ?? '$$CURRENT', scope)
  return (root) => {
    const value = input(root)
    if (isNullish(value)) return value
    return isDocument(value) ? get(value, name) : undefined
  }
}

function setting(operator: '$setField' | '$unsetField'): Operator {
  return (operand, scope, compile) => {
    const required = operator === '$setField' ? ['field', 'input', 'value'] : ['field', 'input']
    const spec = namedArguments(operator, operand, required, [])
    const name = fieldName(operator, get(spec, 'field'))
    const input = compile(get(spec, 'input'), scope)
    const value = operator === '$setField' ? compile(get(spec, 'value'), scope) : () => undefined
    return (root) => {
      const target = input(root)
      if (isNullish(target)) return null
      if (!isDocument(target))
        throw new CommandError(4161105, `${operator} requires 'input' to evaluate to type Object`)
      const result = copyOf(target)
      const set = value(root)
      if (set === undefined) drop(result, name)
      else put(result, name, set)
      return result
    }
  }
}

function toObject(value: unknown): unknown {
  if (!Array.isArray(value)) {
    throw new CommandError(40386, `$arrayToObject requires an array input, found: ${typeName(value)}`)
  }
  return documentOf(
    value.map((item: unknown): [string, unknown] => {
      const [key, content] = Array.isArray(item)
        ? (item as unknown[])
        : isDocument(item)
          ? [get(item, 'k'), get(item, 'v')]
          : []
      if (typeof key !== 'string' || content === undefined) {
        throw new CommandError(40392, '$arrayToObject requires an array of key-value pairs, with string keys')
      }
      return [key, content]
    }),
  )
}

function toArray(value: unknown): unknown {
  if (!isDocument(value)) {
    throw new CommandError(40390, `$objectToArray requires an object input, found: ${typeName(value)}`)
  }
  return keysOf(value).map((key) => ({ k: key, v: get(value, key) }))
}

export const OBJECTS: [string, Operator][] = [
  nary('$mergeObjects', (values) =>
    mergeObjects(values.length === 1 && Array.isArray(values[0]) ? (values[0] as unknown[]) : values),
  ),
  ['$getField', getField],
  ['$setField', setting('$setField')],
  ['$unsetField', setting('$unsetField')],
  unary('$arrayToObject', toObject),
  unary('$objectToArray', toArray),
]
