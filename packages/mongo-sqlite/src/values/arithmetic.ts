import { Decimal128, Double, Long } from 'bson'
import { decimalOfBigint, decimalOfDouble, parseDecimal, pow10, signed, toDecimal128 } from './decimal.js'
import type { Decimal, DecimalValue } from './decimal.js'
import { parseNumber, toNumber } from './numbers.js'
import { isInt32, TYPE, typeOf } from './types.js'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

export function fitsInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX
}

/** The whole part of a number as 64 bits; null for NaN, infinities and what does not fit. */
export function toInt64(value: unknown): bigint | null {
  const parsed = parseNumber(value)
  let whole: bigint
  if (typeof parsed === 'bigint') whole = parsed
  else if (typeof parsed === 'number') {
    if (!Number.isFinite(parsed)) return null
    whole = BigInt(Math.trunc(parsed))
  } else {
    if (parsed.exponent > 40 && parsed.coefficient !== 0n) return null
    whole = parsed.exponent >= 0 ? signed(parsed) * pow10(parsed.exponent) : signed(parsed) / pow10(-parsed.exponent)
  }
  return fitsInt64(whole) ? whole : null
}

/** The rank of a number's type: the wider one decides the type of a result. */
const RANK = new Map<number, number>([
  [TYPE.int, 0],
  [TYPE.long, 1],
  [TYPE.double, 2],
  [TYPE.decimal, 3],
])

function rank(value: unknown): number {
  return typeof value === 'number' && isInt32(value) ? 0 : (RANK.get(typeOf(value)) ?? 2)
}

/** The decimal a number of any kind stands for in decimal arithmetic. */
export function asDecimal(value: unknown): DecimalValue {
  if (value instanceof Decimal128) return parseDecimal(value)
  const parsed = parseNumber(value)
  if (typeof parsed === 'object') return parsed
  if (typeof parsed === 'bigint') return decimalOfBigint(parsed)
  return isInt32(parsed) && !(value instanceof Double) ? decimalOfBigint(BigInt(parsed)) : decimalOfDouble(parsed)
}

function asBigint(value: unknown): bigint {
  const parsed = parseNumber(value)
  return typeof parsed === 'bigint' ? parsed : BigInt(parsed as number)
}

type Operation = {
  whole: (a: bigint, b: bigint) => bigint
  double: (a: number, b: number) => number
  decimal: (a: Decimal, b: Decimal) => Decimal
}

const ADDITION: Operation = {
  whole: (a, b) => a + b,
  double: (a, b) => a + b,
  decimal: addDecimals,
}

const MULTIPLICATION: Operation = {
  whole: (a, b) => a * b,
  double: (a, b) => a * b,
  decimal: (a, b) => ({
    negative: a.negative !== b.negative,
    coefficient: a.coefficient * b.coefficient,
    exponent: a.exponent + b.exponent,
  }),
}

function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a]
  // Beyond 80 digits apart the smaller one can only tip the rounding, which a single digit does as well.
  if (high.exponent - low.exponent > 80 && high.coefficient !== 0n) {
    const tip = low.coefficient === 0n ? 0n : low.negative ? -1n : 1n
    return fromSigned(signed(high) * pow10(80) + tip, high.exponent - 80, high.negative)
  }
  const shift = Math.min(high.exponent - low.exponent, 12400)
  return fromSigned(signed(high) * pow10(shift) + signed(low), low.exponent, a.negative && b.negative)
}

function fromSigned(value: bigint, exponent: number, negativeZero: boolean): Decimal {
  return { negative: value < 0n || (value === 0n && negativeZero), coefficient: value < 0n ? -value : value, exponent }
}

function combine(operation: Operation, a: unknown, b: unknown): unknown {
  const widest = Math.max(rank(a), rank(b))
  if (widest === 3) {
    const x = asDecimal(a)
    const y = asDecimal(b)
    if (typeof x === 'string' || typeof y === 'string') {
      const special = operation.double(specialNumber(x), specialNumber(y))
      return Decimal128.fromString(String(special))
    }
    return toDecimal128(operation.decimal(x, y))
  }
  if (widest === 2) return new Double(operation.double(toNumber(a), toNumber(b)))
  return narrow(operation.whole(asBigint(a), asBigint(b)), widest)
}

// Only the sign, zero and infinity matter once one side is not finite; the magnitude must not overflow a double.
function specialNumber(value: DecimalValue): number {
  if (typeof value === 'string') return Number(value)
  if (value.coefficient === 0n) return 0
  return value.negative ? -1 : 1
}

/** An int32 if both were and it fits, else a long, else (as in aggregation) a double. */
function narrow(value: bigint, widest: number): unknown {
  if (widest === 0 && value >= -2147483648n && value <= 2147483647n) return Number(value)
  return fitsInt64(value) ? Long.fromBigInt(value) : new Double(Number(value))
}

/** a + b in the wider of their types; int32 grows to long, long to double when it overflows. */
export function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number' && isInt32(a) && isInt32(b)) {
    const sum = a + b
    return isInt32(sum) ? sum : Long.fromNumber(sum)
  }
  return combine(ADDITION, a, b)
}

export function multiply(a: unknown, b: unknown): unknown {
  return combine(MULTIPLICATION, a, b)
}

export function negate(value: unknown): unknown {
  const type = typeOf(value)
  if (type === TYPE.double) return new Double(-toNumber(value))
  if (type === TYPE.decimal) {
    const decimal = asDecimal(value)
    if (decimal === 'NaN') return value
    if (typeof decimal === 'string') return Decimal128.fromString(decimal === 'Infinity' ? '-Infinity' : 'Infinity')
    return toDecimal128({ ...decimal, negative: !decimal.negative })
  }
  return narrow(-asBigint(value), type === TYPE.int ? 0 : 1)
}

export function subtract(a: unknown, b: unknown): unknown {
  const widest = Math.max(rank(a), rank(b))
  if (widest < 2) return narrow(asBigint(a) - asBigint(b), widest)
  if (widest === 2) return new Double(toNumber(a) - toNumber(b))
  return add(a, negate(b instanceof Decimal128 ? b : toDecimal128(asDecimal(b))))
}

/** True for int32 and long. */
export function isWhole(value: unknown): boolean {
  return rank(value) < 2
}
