import { CommandError } from '../../errors.js'
import { compareValues } from '../../values/compare.js'
import { typeName } from '../../values/types.js'
import { fixed, isNullish, nary } from '../scope.js'
import type { Operator, Scope } from '../scope.js'
import { truthy } from './truth.js'

/** The different values of an array, in their order of comparison. */
export function uniqueSorted(list: readonly unknown[], scope: Pick<Scope, 'collation'>): unknown[] {
  const sorted = list.slice().sort((a, b) => compareValues(a, b, scope.collation))
  return sorted.filter((value, i) => i === 0 || compareValues(value, sorted[i - 1], scope.collation) !== 0)
}

function includes(sorted: readonly unknown[], value: unknown, scope: Scope): boolean {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const side = compareValues(sorted[middle], value, scope.collation)
    if (side === 0) return true
    if (side < 0) low = middle + 1
    else high = middle - 1
  }
  return false
}

function lists(name: string, code: number, args: readonly unknown[]): unknown[][] {
  return args.map((arg) => {
    if (!Array.isArray(arg))
      throw new CommandError(code, `All operands of ${name} must be arrays. One argument is of type: ${typeName(arg)}`)
    return arg as unknown[]
  })
}

function union(args: unknown[], scope: Scope): unknown {
  if (args.some(isNullish)) return null
  return uniqueSorted(lists('$setUnion', 17043, args).flat(), scope)
}

function intersection(args: unknown[], scope: Scope): unknown {
  if (args.some(isNullish)) return null
  const [first = [], ...others] = lists('$setIntersection', 17047, args).map((list) => uniqueSorted(list, scope))
  return first.filter((value) => others.every((other) => includes(other, value, scope)))
}

function difference(args: unknown[], scope: Scope): unknown {
  if (args.some(isNullish)) return null
  const [from = [], without = []] = lists('$setDifference', 17048, args)
  const excluded = uniqueSorted(without, scope)
  const kept: unknown[] = []
  for (const value of from) {
    if (
      !includes(excluded, value, scope) &&
      !kept.some((other) => compareValues(other, value, scope.collation) === 0)
    ) {
      kept.push(value)
    }
  }
  return kept
}

function isSubset(args: unknown[], scope: Scope): boolean {
  const [part = [], all = []] = lists('$setIsSubset', 17046, args)
  const sorted = uniqueSorted(all, scope)
  return part.every((value) => includes(sorted, value, scope))
}

function equals(args: unknown[], scope: Scope): boolean {
  const sets = lists('$setEquals', 17044, args).map((list) => uniqueSorted(list, scope))
  if (sets.length < 2) throw new CommandError(17045, `$setEquals needs at least two arguments had: ${sets.length}`)
  return sets.every((set) => compareValues(set, sets[0], scope.collation) === 0)
}

function everyElement(name: string, code: number, test: (list: unknown[]) => boolean): [string, Operator] {
  return fixed(name, 1, 1, ([value]) => {
    if (!Array.isArray(value))
      throw new CommandError(code, `${name}'s argument must be an array, but is ${typeName(value)}`)
    return test(value as unknown[])
  })
}

export const SETS: [string, Operator][] = [
  nary('$setUnion', union),
  nary('$setIntersection', intersection),
  fixed('$setDifference', 2, 2, difference),
  fixed('$setIsSubset', 2, 2, isSubset),
  nary('$setEquals', equals),
  everyElement('$anyElementTrue', 17041, (list) => list.some(truthy)),
  everyElement('$allElementsTrue', 17040, (list) => list.every(truthy)),
]
