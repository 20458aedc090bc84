import { compareValues, valuesEqual } from '../values/compare.js'
import { isDocument, keysOf, type Document } from '../values/document.js'

/**
 * True when every document that meets `filter` surely meets `condition`, the filter of a partial index; false when in
 * doubt. The condition compares strings byte by byte: when the filter does not (`collated`), nothing that holds a string
 * lets anything be concluded, since 'A' then also finds 'a'.
 */
export function implies(filter: Document, condition: Document, collated: boolean): boolean {
  return keysOf(condition).every((path) => {
    const needed = condition[path]
    if (path === '$and') return (needed as Document[]).every((part) => implies(filter, part, collated))
    const asked = filter[path]
    if (asked === undefined || (collated && (dependsOnCollation(asked) || dependsOnCollation(needed)))) return false
    return valuesEqual(asked, needed) || impliedBy(asked, needed)
  })
}

/** Only plain scalars compare alike under every collation; what is inside of anything else is not looked into. */
function dependsOnCollation(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(dependsOnCollation)
  if (isOperators(value)) return keysOf(value).some((operator) => dependsOnCollation(value[operator]))
  return typeof value === 'string' || (typeof value === 'object' && value !== null && !(value instanceof Date))
}

function isOperators(value: unknown): value is Document {
  return isDocument(value) && (keysOf(value)[0]?.startsWith('$') ?? false)
}

function impliedBy(asked: unknown, condition: unknown): boolean {
  if (!isOperators(condition)) return false
  const values = valuesOf(asked)
  return values !== null && keysOf(condition).every((name) => values.every((one) => meets(one, name, condition[name])))
}

/** The values a condition lets through, null when they cannot be listed. */
function valuesOf(asked: unknown): readonly unknown[] | null {
  if (!isOperators(asked)) return [asked]
  if (Array.isArray(asked.$in)) return asked.$in as unknown[]
  return '$eq' in asked ? [asked.$eq] : null
}

function meets(value: unknown, operator: string, operand: unknown): boolean {
  if (value === undefined || value === null || Array.isArray(value)) return false
  switch (operator) {
    case '$exists':
      return operand === true
    case '$eq':
      return valuesEqual(value, operand)
    case '$in':
      return Array.isArray(operand) && operand.some((other) => valuesEqual(value, other))
    case '$type':
      return operand === 'string' && typeof value === 'string'
    case '$gt':
    case '$gte':
      if (typeof value !== typeof operand || typeof value === 'object') return false
      return operator === '$gt' ? compareValues(value, operand) > 0 : compareValues(value, operand) >= 0
    default:
      return false
  }
}
