import { CommandError } from '../../errors.js'
import { get } from '../../values/document.js'
import { typeName } from '../../values/types.js'
import { checkVariable, isNullish, namedArguments, withVariables } from '../scope.js'
import type { Cell, Operator } from '../scope.js'
import { int32 } from './arrays.js'
import { truthy } from './truth.js'

function variableName(value: unknown): string {
  if (value === undefined) return 'this'
  if (typeof value !== 'string') throw new CommandError('FailedToParse', "'as' must be a string")
  checkVariable(value)
  return value
}

const map: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$map', operand, ['input', 'in'], ['as'])
  const cell: Cell = { value: undefined }
  const input = compile(get(spec, 'input'), scope)
  const body = compile(get(spec, 'in'), withVariables(scope, [[variableName(get(spec, 'as')), cell]]))
  return (root) => {
    const list = input(root)
    if (isNullish(list)) return null
    if (!Array.isArray(list)) throw new CommandError(16883, `input to $map must be an array not ${typeName(list)}`)
    return list.map((element: unknown) => {
      cell.value = element
      return body(root) ?? null
    })
  }
}

const filter: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$filter', operand, ['input', 'cond'], ['as', 'limit'])
  const cell: Cell = { value: undefined }
  const input = compile(get(spec, 'input'), scope)
  const limit = compile(get(spec, 'limit') ?? null, scope)
  const test = compile(get(spec, 'cond'), withVariables(scope, [[variableName(get(spec, 'as')), cell]]))
  return (root) => {
    const list = input(root)
    if (isNullish(list)) return null
    if (!Array.isArray(list)) throw new CommandError(28651, `input to $filter must be an array not ${typeName(list)}`)
    const most = limit(root)
    const count = isNullish(most)
      ? Infinity
      : int32(most, 327391, '$filter: limit must be represented as a 32-bit integral value')
    if (count <= 0) throw new CommandError(327392, '$filter: limit must be greater than 0')
    const kept: unknown[] = []
    for (const element of list as unknown[]) {
      if (kept.length >= count) break
      cell.value = element
      if (truthy(test(root))) kept.push(element)
    }
    return kept
  }
}

const reduce: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$reduce', operand, ['input', 'initialValue', 'in'], [])
  const cells: { element: Cell; value: Cell } = { element: { value: undefined }, value: { value: undefined } }
  const input = compile(get(spec, 'input'), scope)
  const initial = compile(get(spec, 'initialValue'), scope)
  const body = compile(
    get(spec, 'in'),
    withVariables(scope, [
      ['this', cells.element],
      ['value', cells.value],
    ]),
  )
  return (root) => {
    const list = input(root)
    if (isNullish(list)) return null
    if (!Array.isArray(list))
      throw new CommandError(40080, `$reduce requires that 'input' be an array, found: ${typeName(list)}`)
    let result = initial(root)
    for (const item of list as unknown[]) {
      cells.element.value = item
      cells.value.value = result
      result = body(root)
    }
    return result
  }
}

/** Operators that evaluate an expression once for every element of an array. */
export const ITERATION: [string, Operator][] = [
  ['$map', map],
  ['$filter', filter],
  ['$reduce', reduce],
]
