import { Decimal128, Double, Long, ObjectId } from 'bson'
import type { Timestamp } from 'bson'
import { CommandError } from '../../errors.js'
import { asDecimal, toInt64 } from '../../values/arithmetic.js'
import { toDecimal128 } from '../../values/decimal.js'
import { get } from '../../values/document.js'
import { toNumber } from '../../values/numbers.js'
import { isNumeric, TYPE, typeName, typeNumber, typeOf } from '../../values/types.js'
import type { TypeName } from '../../values/types.js'
import { fixed, isNullish, namedArguments, unary } from '../scope.js'
import type { Operator } from '../scope.js'
import { parseIsoDate } from './date-parse.js'
import { dateToIso, numberToText } from './text.js'
import { truthy } from './truth.js'

function failed(message: string): never {
  throw new CommandError('ConversionFailure', message)
}

function unsupported(value: unknown, to: string): never {
  return failed(`Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`)
}

const DECIMAL_TEXT = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/

function unparsed(text: string, why: string): never {
  return failed(`Failed to parse number '${text}' in $convert with no onError value: ${why}`)
}

function whole(value: unknown, to: 'int' | 'long'): bigint {
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'string') {
    if (!/^[-+]?\d+$/.test(value)) return unparsed(value, 'Did not consume whole string.')
    return BigInt(value.replace(/^\+/, ''))
  }
  if (to === 'long' && value instanceof Date) return BigInt(value.getTime())
  if (!isNumeric(value)) return unsupported(value, to)
  const number = toNumber(value)
  if (Number.isNaN(number)) failed(`Attempt to convert NaN value to integer type in $convert with no onError value`)
  if (!Number.isFinite(number))
    failed('Attempt to convert infinity value to integer type in $convert with no onError value')
  return toInt64(value) ?? overflow(value)
}

function overflow(value: unknown): never {
  const text = typeof value === 'string' ? value : numberToText(value)
  return failed(`Conversion would overflow target type in $convert with no onError value: ${text}`)
}

function toInt(value: unknown): unknown {
  const number = whole(value, 'int')
  return number >= -2147483648n && number <= 2147483647n ? Number(number) : overflow(value)
}

function toLong(value: unknown): unknown {
  const number = whole(value, 'long')
  return BigInt.asIntN(64, number) === number ? Long.fromBigInt(number) : overflow(value)
}

function toDouble(value: unknown): unknown {
  if (typeof value === 'boolean') return new Double(value ? 1 : 0)
  if (value instanceof Date) return new Double(value.getTime())
  if (typeof value === 'string') {
    if (!DECIMAL_TEXT.test(value) && !/^[-+]?(NaN|Infinity)$/.test(value))
      unparsed(value, 'Did not consume whole string.')
    const number = Number(value)
    return Number.isFinite(number) || value.includes('I') || value.includes('N')
      ? new Double(number)
      : unparsed(value, 'Out of range')
  }
  if (!isNumeric(value)) return unsupported(value, 'double')
  const number = toNumber(value)
  if (!Number.isFinite(number) && value instanceof Decimal128 && typeof asDecimal(value) === 'object') overflow(value)
  return new Double(number)
}

function toDecimal(value: unknown): unknown {
  if (value instanceof Decimal128) return value
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0')
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()))
  if (typeof value === 'string') {
    if (!DECIMAL_TEXT.test(value) && !/^[-+]?(NaN|Infinity)$/.test(value))
      unparsed(value, 'Failed to parse string to decimal')
    return Decimal128.fromStringWithRounding(value)
  }
  return isNumeric(value) ? toDecimal128(asDecimal(value)) : unsupported(value, 'decimal')
}

function toDate(value: unknown): unknown {
  if (value instanceof Date) return value
  if (typeof value === 'string') return parseIsoDate(value, null)
  const type = typeOf(value)
  if (type === TYPE.objectId) return (value as ObjectId).getTimestamp()
  if (type === TYPE.timestamp) return new Date((value as Timestamp).getHighBitsUnsigned() * 1000)
  if (type === TYPE.int || !isNumeric(value)) return unsupported(value, 'date')
  const time = Number(toInt64(value) ?? overflow(value))
  return Math.abs(time) <= 8.64e15 ? new Date(time) : overflow(value)
}

function toText(value: unknown): unknown {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Date) return dateToIso(value)
  if (value instanceof ObjectId) return value.toHexString()
  return isNumeric(value) ? numberToText(value) : unsupported(value, 'string')
}

function toObjectId(value: unknown): unknown {
  if (value instanceof ObjectId) return value
  if (typeof value !== 'string') return unsupported(value, 'objectId')
  if (!/^[0-9a-fA-F]{24}$/.test(value)) {
    failed(
      `Failed to parse objectId '${value}' in $convert with no onError value: Invalid string length for parsing to OID, ` +
        `expected 24 but found ${value.length}`,
    )
  }
  return ObjectId.createFromHexString(value)
}

function toBool(value: unknown): unknown {
  return typeof value === 'boolean' ? value : truthy(value)
}

const TARGETS = new Map<TypeName, (value: unknown) => unknown>([
  ['int', toInt],
  ['long', toLong],
  ['double', toDouble],
  ['decimal', toDecimal],
  ['date', toDate],
  ['string', toText],
  ['objectId', toObjectId],
  ['bool', toBool],
])

function targetOf(to: unknown): (value: unknown) => unknown {
  const number = typeof to === 'string' ? typeNumber(to) : isNumeric(to) ? toNumber(to) : undefined
  for (const [name, convert] of TARGETS) if (number === TYPE[name]) return convert
  throw new CommandError(
    'BadValue',
    typeof to === 'string' ? `Unknown type name: ${to}` : '$convert to this type is not supported',
  )
}

const convert: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$convert', operand, ['input', 'to'], ['onError', 'onNull'])
  const [input, to] = [compile(get(spec, 'input'), scope), compile(get(spec, 'to'), scope)]
  const onNull = compile(get(spec, 'onNull') ?? null, scope)
  const onError = get(spec, 'onError') === undefined ? null : compile(get(spec, 'onError'), scope)
  return (root) => {
    const value = input(root)
    const target = to(root)
    if (isNullish(target)) return null
    const conversion = targetOf(target)
    if (isNullish(value)) return onNull(root)
    try {
      return conversion(value)
    } catch (error) {
      if (onError === null || !(error instanceof CommandError) || error.codeName !== 'ConversionFailure') throw error
      return onError(root)
    }
  }
}

/** Conversions between types, and questions about them. */
export const CONVERSIONS: [string, Operator][] = [
  unary('$toInt', toInt),
  unary('$toLong', toLong),
  unary('$toDouble', toDouble),
  unary('$toDecimal', toDecimal),
  unary('$toDate', toDate),
  unary('$toString', toText),
  unary('$toObjectId', toObjectId),
  unary('$toBool', toBool),
  ['$convert', convert],
  fixed('$type', 1, 1, ([value]) => typeName(value)),
  fixed('$isNumber', 1, 1, ([value]) => isNumeric(value)),
]
