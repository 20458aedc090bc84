import { CommandError } from '../../errors.js'
import { sortDirections } from '../../query/sort.js'
import { compareValues, valuesEqual } from '../../values/compare.js'
import { get, isDocument, isNumeric, keysOf } from '../../values/document.js'
import { toNumber } from '../../values/numbers.js'
import { valueAt } from '../../values/path.js'
import { typeName } from '../../values/types.js'
import { fixed, isNullish, named, nary, unary } from '../scope.js'
import type { Operator, Scope } from '../scope.js'
import { truthy } from './truth.js'

function arrayOf(value: unknown, code: number, message: string): unknown[] {
  if (!Array.isArray(value)) throw new CommandError(code, `${message}${typeName(value)}`)
  return value as unknown[]
}

/** A whole number of 32 bits, of whatever type. */
export function int32(value: unknown, code: number, message: string): number {
  const number = isNumeric(value) ? toNumber(value) : NaN
  if (!Number.isInteger(number) || Math.abs(number) > 2147483648) throw new CommandError(code, message)
  return number
}

function elementAt(array: unknown, index: unknown): unknown {
  if (isNullish(array) || isNullish(index)) return null
  const list = arrayOf(array, 28689, "$arrayElemAt's first argument must be an array, but is ")
  const at = int32(
    index,
    28691,
    `$arrayElemAt's second argument must be representable as a 32-bit integer: ${typeName(index)}`,
  )
  return list[at < 0 ? list.length + at : at]
}

function edge(name: string, at: 0 | -1): [string, Operator] {
  return fixed(name, 1, 1, ([value]) => {
    if (isNullish(value)) return null
    return arrayOf(value, 28689, `${name}'s argument must be an array, but is `).at(at)
  })
}

function edgeN(name: string, take: (list: unknown[], n: number) => unknown[]): [string, Operator] {
  return named(name, ['n', 'input'], [], ({ n, input }) => {
    const count = int32(n, 5787903, `Value for 'n' must be of integral type, but found ${typeName(n)}`)
    if (count <= 0) throw new CommandError(5787908, `'n' must be greater than 0, found ${count}`)
    return take(arrayOf(input, 5788200, 'Input must be an array, found: '), count)
  })
}

function concatenate(args: unknown[]): unknown {
  if (args.some(isNullish)) return null
  return args.flatMap((arg) => arrayOf(arg, 28664, '$concatArrays only supports arrays, not '))
}

function isIn(value: unknown, array: unknown, scope: Scope): boolean {
  const list = arrayOf(array, 40081, '$in requires an array as a second argument, found: ')
  return list.some((item) => valuesEqual(item, value, scope.collation))
}

function indexOf(args: unknown[], scope: Scope): unknown {
  const [array, value, from = 0, to] = args
  if (isNullish(array)) return null
  const list = arrayOf(array, 40090, '$indexOfArray requires an array as a first argument, found: ')
  const start = int32(from, 40096, '$indexOfArray requires an integral starting index')
  const end = to === undefined ? list.length : int32(to, 40096, '$indexOfArray requires an integral ending index')
  if (start < 0 || end < 0) throw new CommandError(40097, '$indexOfArray requires a nonnegative index')
  for (let i = start; i < Math.min(end, list.length); i++) if (valuesEqual(list[i], value, scope.collation)) return i
  return -1
}

function range(start: unknown, end: unknown, step: unknown = 1): number[] {
  const from = int32(start, 34443, '$range requires a numeric starting value representable as a 32-bit integer')
  const to = int32(end, 34444, '$range requires a numeric ending value representable as a 32-bit integer')
  const by = int32(step, 34446, '$range requires a numeric step value representable as a 32-bit integer')
  if (by === 0) throw new CommandError(34449, '$range requires a non-zero step value')
  if ((to - from) / by > 6_000_000) throw new CommandError('BSONObjectTooLarge', '$range would use too much memory')
  const result: number[] = []
  for (let i = from; by > 0 ? i < to : i > to; i += by) result.push(i)
  return result
}

function slice(args: unknown[]): unknown {
  const [array, first, second] = args
  if (isNullish(array) || isNullish(first) || (args.length === 3 && isNullish(second))) return null
  const list = arrayOf(array, 28724, 'First argument to $slice must be an array, but is of type: ')
  const a = int32(first, 28726, `Second argument to $slice can't be represented as a 32-bit integer`)
  if (args.length === 2) return a >= 0 ? list.slice(0, a) : list.slice(a)
  const n = int32(second, 28728, `Third argument to $slice can't be represented as a 32-bit integer`)
  if (n <= 0) throw new CommandError(28729, `Third argument to $slice must be positive: ${n}`)
  const start = a >= 0 ? a : Math.max(list.length + a, 0)
  return list.slice(start, start + n)
}

/** An order of array elements: 1 and -1 compare whole values, a document their fields. */
export function elementOrder(spec: unknown, scope: Scope): (a: unknown, b: unknown) => number {
  if (isNumeric(spec)) {
    const [sign = 1] = sortDirections({ value: spec })
    return (a, b) => compareValues(a, b, scope.collation) * sign
  }
  if (!isDocument(spec)) throw new CommandError(2942505, 'The $sort field must be either an object or 1 or -1')
  const directions = sortDirections(spec)
  const paths = keysOf(spec).map((key) => key.split('.'))
  const field = (value: unknown, parts: string[]): unknown =>
    isDocument(value) ? (valueAt(value, parts) ?? null) : null
  return (a, b) => {
    for (const [i, parts] of paths.entries()) {
      const side = compareValues(field(a, parts), field(b, parts), scope.collation)
      if (side !== 0) return side * (directions[i] ?? 1)
    }
    return 0
  }
}

const sortArray: Operator = (operand, scope, compile) => {
  if (!isDocument(operand)) throw new CommandError(2942500, '$sortArray requires an object as an argument')
  const order = elementOrder(get(operand, 'sortBy'), scope)
  const input = compile(get(operand, 'input'), scope)
  return (root) => {
    const value = input(root)
    if (isNullish(value)) return null
    return arrayOf(value, 2942504, 'The input argument to $sortArray must be an array, but was of type: ')
      .slice()
      .sort(order)
  }
}

const zip: Operator = (operand, scope, compile) => {
  if (!isDocument(operand)) throw new CommandError(34460, '$zip only supports an object as an argument')
  const inputs = get(operand, 'inputs')
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw new CommandError(34461, 'inputs must be an array of expressions')
  const lists = inputs.map((input: unknown) => compile(input, scope))
  const longest = truthy(get(operand, 'useLongestLength'))
  const defaults = compile(get(operand, 'defaults') ?? null, scope)
  return (root) => {
    const values = lists.map((list) => list(root))
    if (values.some(isNullish)) return null
    const arrays = values.map((value) => arrayOf(value, 34468, '$zip found a non-array expression in input: '))
    const fill = defaults(root)
    const lengths = arrays.map((array) => array.length)
    const length = longest ? Math.max(...lengths) : Math.min(...lengths)
    return Array.from({ length }, (_, i) =>
      arrays.map((array, j) =>
        i < array.length ? array[i] : Array.isArray(fill) ? ((fill as unknown[])[j] ?? null) : null,
      ),
    )
  }
}

export const ARRAYS: [string, Operator][] = [
  fixed('$arrayElemAt', 2, 2, ([array, index]) => elementAt(array, index)),
  edge('$first', 0),
  edge('$last', -1),
  edgeN('$firstN', (list, n) => list.slice(0, n)),
  edgeN('$lastN', (list, n) => list.slice(-n)),
  nary('$concatArrays', concatenate),
  fixed('$in', 2, 2, ([value, array], scope) => isIn(value, array, scope)),
  fixed('$indexOfArray', 2, 4, indexOf),
  fixed('$isArray', 1, 1, ([value]) => Array.isArray(value)),
  fixed('$range', 2, 3, ([start, end, step]) => range(start, end, step)),
  unary('$reverseArray', (value) =>
    arrayOf(value, 34435, 'The argument to $reverseArray must be an array, but was of type: ').slice().reverse(),
  ),
  fixed(
    '$size',
    1,
    1,
    ([value]) => arrayOf(value, 17124, 'The argument to $size must be an array, but was of type: ').length,
  ),
  fixed('$slice', 2, 3, slice),
  ['$sortArray', sortArray],
  ['$zip', zip],
]
