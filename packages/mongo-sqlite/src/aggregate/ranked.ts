import { CommandError } from '../errors.js'
import { compareValues } from '../values/compare.js'
import { get, isDocument, keysOf } from '../values/document.js'
import { typeName } from '../values/types.js'
import type { NewAccumulator } from './accumulators.js'
import { compileSortOrder } from '../query/sort.js'
import { compileExpression } from './expression.js'
import { int32 } from './operators/arrays.js'
import type { Expression, Scope } from './scope.js'
import { isNullish, namedArguments } from './scope.js'

/** How a field of $group is collected: the state to make, and what is added to it for each document. */
type Collected = { create: NewAccumulator; evaluate: Expression }
type Compile = (operand: unknown, scope: Scope) => Collected

function count(spec: unknown, scope: Scope): number {
  const n = compileExpression(spec, scope)({})
  const size = int32(n, 5787902, `Value for 'n' must be of integral type, but found ${typeName(n)}`)
  if (size <= 0) throw new CommandError(5787908, `'n' must be greater than 0, found ${size}`)
  return size
}

/** $firstN, $lastN, $minN and $maxN: `choose` picks from all values of the group. */
function choosing(name: string, choose: (values: unknown[], n: number, scope: Scope) => unknown[]): [string, Compile] {
  return [
    name,
    (operand, scope) => {
      const spec = namedArguments(name, operand, ['input', 'n'], [])
      const n = count(get(spec, 'n'), scope)
      const evaluate = compileExpression(get(spec, 'input'), scope)
      const create: NewAccumulator = () => {
        const values: unknown[] = []
        return {
          add: (value) => {
            values.push(value === undefined ? null : value)
          },
          result: () => choose(values, n, scope),
        }
      }
      return { create, evaluate }
    },
  ]
}

/** $top, $bottom and their N forms: the outputs of the documents that sort first or last. */
function ranking(name: string, bottom: boolean, single: boolean): [string, Compile] {
  return [
    name,
    (operand, scope) => {
      const spec = namedArguments(name, operand, single ? ['sortBy', 'output'] : ['sortBy', 'output', 'n'], [])
      const n = single ? 1 : count(get(spec, 'n'), scope)
      const sortBy = get(spec, 'sortBy')
      if (!isDocument(sortBy) || keysOf(sortBy).length === 0) {
        throw new CommandError(5788005, `invalid parameter: expected an object (sortBy)`)
      }
      const order = compileSortOrder(sortBy, scope.collation)
      const output = compileExpression(get(spec, 'output'), scope)
      const create: NewAccumulator = () => {
        const entries: { key: unknown[]; value: unknown }[] = []
        return {
          add: (entry) => {
            entries.push(entry as { key: unknown[]; value: unknown })
          },
          result: () => {
            entries.sort((a, b) => order.compare(a.key, b.key))
            const values = (bottom ? entries.slice(-n) : entries.slice(0, n)).map((entry) => entry.value)
            return single ? values[0] : values
          },
        }
      }
      const evaluate: Expression = (root) => {
        const value = output(root)
        return { key: order.key(root), value: value === undefined ? null : value }
      }
      return { create, evaluate }
    },
  ]
}

function extremes(sign: 1 | -1): (values: unknown[], n: number, scope: Scope) => unknown[] {
  return (values, n, scope) =>
    values
      .filter((value) => !isNullish(value))
      .sort((a, b) => compareValues(a, b, scope.collation) * sign)
      .slice(0, n)
}

/** The accumulators of $group with more than one argument. */
export const RANKED: ReadonlyMap<string, Compile> = new Map([
  choosing('$firstN', (values, n) => values.slice(0, n)),
  choosing('$lastN', (values, n) => values.slice(-n)),
  choosing('$minN', extremes(1)),
  choosing('$maxN', extremes(-1)),
  ranking('$top', false, true),
  ranking('$bottom', true, true),
  ranking('$topN', false, false),
  ranking('$bottomN', true, false),
])
