import { Decimal128, Double, Long } from 'bson'
import type { Int32, Timestamp } from 'bson'
import { decimalToNumber, parseDecimal, pow10, signed } from './decimal.js'
import type { Decimal } from './decimal.js'
import { TYPE, typeOf } from './types.js'

/** A numeric value taken apart: the double or int32, the whole 64-bit number, or the decimal. */
export type Parsed = number | bigint | Decimal

/** Takes a numeric BSON value apart for comparing. Doubles and int32s stay numbers, longs become bigints. */
export function parseNumber(value: unknown): Parsed {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Double) return value.value
  if (value instanceof Long) return value.toBigInt()
  if (value instanceof Decimal128) {
    const decimal = parseDecimal(value)
    return typeof decimal === 'string' ? Number(decimal) : decimal
  }
  return (value as Int32).value
}

/** The value as a double, rounded to the nearest; NaN for what is not a number. For sizes and limits, not for comparing. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  const type = typeOf(value)
  if (type !== TYPE.double && type !== TYPE.int && type !== TYPE.long && type !== TYPE.decimal) return NaN
  const parsed = parseNumber(value)
  return typeof parsed === 'object' ? decimalToNumber(parsed) : Number(parsed)
}

/** The unsigned 64 bits of a timestamp. */
export function timestampBits(value: Timestamp): bigint {
  return (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0)
}

const FLOAT = new Float64Array(1)
const BITS = new BigInt64Array(FLOAT.buffer)

/** A finite double as mantissa × 2^exponent, exactly. */
function splitDouble(value: number): { mantissa: bigint; exponent: number } {
  FLOAT[0] = value
  const bits = BITS[0] ?? 0n
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n
  return { mantissa: bits < 0n ? -mantissa : mantissa, exponent: (biased === 0 ? 1 : biased) - 1075 }
}

function order(a: bigint | number, b: bigint | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares exactly: JavaScript compares bigint with number without rounding, decimals are compared as fractions. */
export function compareParsed(a: Parsed, b: Parsed): number {
  if (typeof a !== 'object' && typeof b !== 'object') {
    // NaN equals itself and is below every other number.
    if (a !== a || b !== b) return a !== a ? (b !== b ? 0 : -1) : 1
    return order(a, b)
  }
  if (typeof a !== 'object') return 0 - compareDecimal(b as Decimal, a)
  return compareDecimal(a, b)
}

function compareDecimal(a: Decimal, b: Parsed): number {
  if (typeof b === 'object') return compareScaled(a, signed(b), b.exponent)
  if (typeof b === 'bigint') return compareScaled(a, b, 0)
  if (b !== b || b === -Infinity) return 1
  if (b === Infinity) return -1
  const { mantissa, exponent } = splitDouble(b)
  if (exponent >= 0) return compareScaled(a, mantissa << BigInt(exponent), 0)
  // a < m / 2^k exactly when a × 2^k < m.
  return compareScaled({ ...a, coefficient: a.coefficient << BigInt(-exponent) }, mantissa, 0)
}

function compareScaled(a: Decimal, coefficient: bigint, exponent: number): number {
  const shift = a.exponent - exponent
  if (shift >= 0) return order(signed(a) * pow10(shift), coefficient)
  return order(signed(a), coefficient * pow10(-shift))
}

export function compareNumbers(a: unknown, b: unknown): number {
  return compareParsed(parseNumber(a), parseNumber(b))
}

/** The greatest double that is not above the value, and whether it is the value itself. */
export function floorDouble(value: bigint | Decimal): { floor: number; exact: boolean } {
  const nearest = typeof value === 'bigint' ? Number(value) : decimalToNumber(value)
  const side = compareParsed(value, nearest)
  if (side === 0) return { floor: nearest, exact: true }
  return { floor: side > 0 ? nearest : nextBelow(nearest), exact: false }
}

function nextBelow(value: number): number {
  if (value === Infinity) return Number.MAX_VALUE
  if (value === 0) return -Number.MIN_VALUE
  FLOAT[0] = value
  BITS[0] = (BITS[0] ?? 0n) + (value > 0 ? -1n : 1n)
  return FLOAT[0]
}
