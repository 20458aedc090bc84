import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import { compareValues } from '../values/compare.js'
import { encodeKey } from '../values/key.js'
import { compareParsed, parseNumber } from '../values/numbers.js'
import type { Parsed } from '../values/numbers.js'
import { canonicalType, isNumeric, TYPE, typeOf } from '../values/types.js'
import type { Test } from './node.js'
import { regexTest } from './leaves.js'

export type ComparisonName = '$eq' | '$gt' | '$gte' | '$lt' | '$lte'

const ACCEPTS: Record<ComparisonName, (side: number) => boolean> = {
  $eq: (side) => side === 0,
  $gt: (side) => side > 0,
  $gte: (side) => side >= 0,
  $lt: (side) => side < 0,
  $lte: (side) => side <= 0,
}

function isNaNValue(parsed: Parsed): boolean {
  return typeof parsed === 'number' && parsed !== parsed
}

/**
 * A comparison with a constant. Values of another type never match, except that missing counts as null and that
 * MinKey and MaxKey are compared with everything; NaN is only ever equal to NaN.
 */
export function comparison(name: ComparisonName, operand: unknown, collation: Collation | undefined): Test {
  if (operand === undefined) throw new CommandError('BadValue', 'cannot compare to undefined')
  const accepts = ACCEPTS[name]
  const withEqual = accepts(0)
  if (isNumeric(operand)) return numeric(parseNumber(operand), accepts, withEqual)
  if (operand === null) return (value) => withEqual && (value === null || value === undefined)
  if (typeof operand === 'string' && name === '$eq' && collation === undefined) {
    return (value) => (typeof value === 'string' ? value === operand : isSymbol(value, operand))
  }
  const type = typeOf(operand)
  const canonical = canonicalType(type)
  const extreme = type === TYPE.minKey ? 1 : type === TYPE.maxKey ? -1 : 0
  return (value) => {
    if (canonicalType(typeOf(value)) === canonical) return accepts(compareValues(value, operand, collation))
    return extreme !== 0 && name !== '$eq' && accepts(extreme)
  }
}

function isSymbol(value: unknown, text: string): boolean {
  return (
    typeof value === 'object' && value !== null && typeOf(value) === TYPE.symbol && compareValues(value, text) === 0
  )
}

function numeric(operand: Parsed, accepts: (side: number) => boolean, withEqual: boolean): Test {
  const operandIsNaN = isNaNValue(operand)
  return (value) => {
    if (typeof value !== 'number' && !isNumeric(value)) return false
    const parsed = parseNumber(value)
    if (operandIsNaN || isNaNValue(parsed)) return withEqual && operandIsNaN && isNaNValue(parsed)
    return accepts(compareParsed(parsed, operand))
  }
}

const FEW = 8

/** Membership of $in: any equality or regular expression; long lists are looked up by their index keys. */
export function membership(list: readonly unknown[], collation: Collation | undefined): Test {
  const patterns = list.filter((item) => typeOf(item) === TYPE.regex).map((item) => regexTest(item, undefined))
  const constants = list.filter((item) => typeOf(item) !== TYPE.regex)
  const equal = constants.length > FEW && collation === undefined ? lookup(constants) : oneOf(constants, collation)
  if (patterns.length === 0) return equal
  return (value, trace) => equal(value, trace) || patterns.some((test) => test(value, trace))
}

function oneOf(list: readonly unknown[], collation: Collation | undefined): Test {
  const tests = list.map((item) => comparison('$eq', item, collation))
  return (value) => {
    for (const test of tests) if (test(value, null)) return true
    return false
  }
}

function lookup(list: readonly unknown[]): Test {
  const keys = new Set(list.map((item) => encodeKey([item]).toString('latin1')))
  const strings = new Set(list.filter((item) => typeof item === 'string'))
  const hasNull = list.includes(null)
  return (value) => {
    if (value === undefined) return hasNull
    if (typeof value === 'string') return strings.has(value)
    return keys.has(encodeKey([value]).toString('latin1'))
  }
}
