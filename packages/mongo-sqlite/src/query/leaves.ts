import type { BSONRegExp, BSONSymbol } from 'bson'
import { CommandError } from '../errors.js'
import { regexParts } from '../values/compare.js'
import { toInt64 } from '../values/arithmetic.js'
import { isNumeric, TYPE, typeNumber, typeOf } from '../values/types.js'
import type { TypeNumber } from '../values/types.js'
import { toNumber } from '../values/numbers.js'
import type { Test } from './node.js'
import { compileRegex } from './regex.js'

function bad(message: string): never {
  throw new CommandError('BadValue', message)
}

/** A regular expression matches strings and symbols, and regular expressions that are written the same. */
export function regexTest(value: unknown, options: unknown): Test {
  const { pattern, flags } = patternOf(value, options)
  const regex = compileRegex(pattern, flags)
  const sorted = [...new Set(flags)].sort().join('')
  return (found) => {
    if (typeof found === 'string') return regex.test(found)
    if (typeof found !== 'object' || found === null) return false
    const type = typeOf(found)
    if (type === TYPE.symbol) return regex.test((found as BSONSymbol).value)
    if (type !== TYPE.regex) return false
    const parts = regexParts(found as BSONRegExp)
    return parts.pattern === pattern && parts.options === sorted
  }
}

function patternOf(value: unknown, options: unknown): { pattern: string; flags: string } {
  if (options !== undefined && typeof options !== 'string') return bad('$options has to be a string')
  if (typeof value === 'string') return { pattern: value, flags: options ?? '' }
  if (typeOf(value) !== TYPE.regex) return bad('$regex has to be a string')
  const parts = regexParts(value as BSONRegExp | RegExp)
  if (options !== undefined && parts.options !== '') {
    throw new CommandError(51074, 'options set in both $regex and $options')
  }
  return { pattern: parts.pattern, flags: options ?? parts.options }
}

/** The value's type is one of those named, by name, by number, or "number" for all four kinds. */
export function typeTest(value: unknown): Test {
  const wanted = (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap(typesNamed)
  if (wanted.length === 0) throw new CommandError('FailedToParse', '$type must match at least one type')
  return (found) => found !== undefined && wanted.includes(typeOf(found))
}

function typesNamed(name: unknown): TypeNumber[] {
  if (name === 'number') return [TYPE.double, TYPE.int, TYPE.long, TYPE.decimal]
  if (typeof name === 'string') return [typeNumber(name) ?? bad(`Unknown type name alias: ${name}`)]
  if (!isNumeric(name)) throw new CommandError('TypeMismatch', 'type must be represented as a number or a string')
  const number = toNumber(name)
  const known = Object.values(TYPE).find((type) => type === number && type !== TYPE.missing)
  return [known ?? bad(`Invalid numerical type code: ${number}`)]
}

/** $mod compares after cutting off fractions; numbers beyond 64 bits never match. */
export function modulo(value: unknown): Test {
  if (!Array.isArray(value)) return bad('malformed mod, needs to be an array')
  if (value.length < 2) bad('malformed mod, not enough elements')
  if (value.length > 2) bad('malformed mod, too many elements')
  if (!isNumeric(value[0])) bad('malformed mod, divisor not a number')
  if (!isNumeric(value[1])) bad('malformed mod, remainder not a number')
  const divisor = toInt64(value[0]) ?? bad('malformed mod, divisor value is invalid')
  const remainder = toInt64(value[1]) ?? bad('malformed mod, remainder value is invalid')
  if (divisor === 0n) bad('divisor cannot be 0')
  return (found) => {
    if (!isNumeric(found)) return false
    const whole = toInt64(found)
    return whole !== null && whole % divisor === remainder
  }
}
