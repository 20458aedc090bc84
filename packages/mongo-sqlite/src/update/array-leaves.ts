import { CommandError } from '../errors.js'
import { isOperatorDocument } from '../query/condition.js'
import { compileFilter } from '../query/filter.js'
import type { FilterOptions } from '../query/filter.js'
import { show } from '../query/show.js'
import { sortDirections } from '../query/sort.js'
import { compareValues, valuesEqual } from '../values/compare.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'
import { get, has, isDocument, isNumeric, keysOf } from '../values/document.js'
import { toNumber } from '../values/numbers.js'
import { valueAt } from '../values/path.js'
import { TYPE, typeName, typeOf } from '../values/types.js'
import { idOf } from './field-leaves.js'
import type { Leaf } from './tree.js'

function bad(message: string): never {
  throw new CommandError('BadValue', message)
}

function whole(value: unknown, what: string): number {
  const number = isNumeric(value) ? toNumber(value) : NaN
  if (!Number.isInteger(number)) {
    bad(`The value for ${what} must be an integer value but was given type: ${typeName(value)}`)
  }
  return number
}

function eachOf(operator: string, operand: unknown): unknown[] | null {
  if (!isDocument(operand) || !has(operand, '$each')) return null
  const each = get(operand, '$each')
  if (!Array.isArray(each)) {
    return bad(`The argument to $each in ${operator} must be an array but it was of type: ${typeName(each)}`)
  }
  return each as unknown[]
}

export function pushLeaf(operand: unknown, collation: Collation | undefined): Leaf {
  const each = eachOf('$push', operand)
  const clauses = each === null ? {} : (operand as Document)
  const unknown = keysOf(clauses).find((key) => !['$each', '$slice', '$sort', '$position'].includes(key))
  if (unknown !== undefined) bad(`Unrecognized clause in $push: ${unknown}`)
  const position = has(clauses, '$position') ? whole(get(clauses, '$position'), '$position') : null
  const slice = has(clauses, '$slice') ? whole(get(clauses, '$slice'), '$slice') : null
  const compare = has(clauses, '$sort') ? elementOrder(get(clauses, '$sort'), collation) : null
  return {
    kind: 'leaf',
    creates: true,
    apply: (value, context, path) => {
      if (value !== undefined && !Array.isArray(value)) {
        const field = path.slice(path.lastIndexOf('.') + 1)
        bad(`The field '${field}' must be an array but is of type ${typeName(value)} in document ${idOf(context)}`)
      }
      const array = value === undefined ? [] : (value as unknown[]).slice()
      array.splice(position ?? array.length, 0, ...(each ?? [operand]))
      if (compare !== null) array.sort(compare)
      if (slice === null) return array
      return slice >= 0 ? array.slice(0, slice) : array.slice(slice)
    },
  }
}

/** The order $push sorts elements in: whole values for 1 and -1, or by fields of documents. */
function elementOrder(spec: unknown, collation: Collation | undefined): (a: unknown, b: unknown) => number {
  if (isNumeric(spec)) {
    const sign = toNumber(spec)
    if (sign !== 1 && sign !== -1) bad('The $sort element value must be either 1 or -1')
    return (a, b) => compareValues(a, b, collation) * sign
  }
  if (!isDocument(spec) || keysOf(spec).length === 0) {
    return bad('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields')
  }
  const paths = keysOf(spec).map((key) => key.split('.'))
  const directions = sortDirections(spec)
  const field = (value: unknown, parts: string[]): unknown =>
    isDocument(value) ? (valueAt(value, parts) ?? null) : null
  return (a, b) => {
    for (const [i, parts] of paths.entries()) {
      const side = compareValues(field(a, parts), field(b, parts), collation)
      if (side !== 0) return side * (directions[i] ?? 1)
    }
    return 0
  }
}

export function addToSetLeaf(operand: unknown, collation: Collation | undefined): Leaf {
  const each = eachOf('$addToSet', operand)
  if (each !== null && keysOf(operand as Document).length > 1) {
    bad(`Found unexpected fields after $each in $addToSet: ${show(operand)}`)
  }
  return {
    kind: 'leaf',
    creates: true,
    apply: (value, _context, path) => {
      if (value !== undefined && !Array.isArray(value)) {
        const field = path.slice(path.lastIndexOf('.') + 1)
        bad(`Cannot apply $addToSet to non-array field. Field named '${field}' has non-array type ${typeName(value)}`)
      }
      const array = value === undefined ? [] : (value as unknown[]).slice()
      for (const item of each ?? [operand]) {
        if (!array.some((present) => valuesEqual(present, item, collation))) array.push(item)
      }
      return array
    },
  }
}

export function popLeaf(operand: unknown): Leaf {
  const side = isNumeric(operand) ? toNumber(operand) : NaN
  if (Number.isNaN(side)) throw new CommandError('FailedToParse', `Expected a number in: ${show(operand)}`)
  if (side !== 1 && side !== -1)
    throw new CommandError('FailedToParse', `$pop expects 1 or -1, found: ${show(operand)}`)
  return {
    kind: 'leaf',
    creates: false,
    apply: (value, _context, path) => {
      if (value === undefined) return undefined
      if (!Array.isArray(value)) {
        throw new CommandError(
          'TypeMismatch',
          `Path '${path}' contains an element of non-array type '${typeName(value)}'`,
        )
      }
      const array = value as unknown[]
      return side === 1 ? array.slice(0, -1) : array.slice(1)
    },
  }
}

/** $pull: by condition for operators and regular expressions, by fields for a document, else by equality. */
export function pullLeaf(operand: unknown, options: FilterOptions): Leaf {
  return removing('$pull', pulled(operand, options))
}

function pulled(operand: unknown, options: FilterOptions): (element: unknown) => boolean {
  if (isOperatorDocument(operand) || typeOf(operand) === TYPE.regex) {
    const matcher = compileFilter({ element: operand }, options)
    return (element) => matcher.matches({ element })
  }
  if (isDocument(operand)) {
    const matcher = compileFilter(operand, options)
    return (element) => isDocument(element) && matcher.matches(element)
  }
  return (element) => valuesEqual(element, operand, options.collation)
}

export function pullAllLeaf(operand: unknown, collation: Collation | undefined): Leaf {
  if (!Array.isArray(operand)) {
    return bad(`$pullAll requires an array argument but was given a ${typeName(operand)}`)
  }
  const items = operand as unknown[]
  return removing('$pullAll', (element) => items.some((item) => valuesEqual(item, element, collation)))
}

function removing(name: string, remove: (element: unknown) => boolean): Leaf {
  return {
    kind: 'leaf',
    creates: false,
    apply: (value) => {
      if (value === undefined) return undefined
      if (!Array.isArray(value)) return bad(`Cannot apply ${name} to a non-array value`)
      return (value as unknown[]).filter((element) => !remove(element))
    },
  }
}
