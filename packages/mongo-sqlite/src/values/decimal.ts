import { Decimal128 } from 'bson'

/** A finite decimal: coefficient × 10^exponent, with the sign apart because -0 is a value of its own. */
export type Decimal = { negative: boolean; coefficient: bigint; exponent: number }
export type DecimalValue = Decimal | 'NaN' | 'Infinity' | '-Infinity'

const DIGITS = 34
const MAX_EXPONENT = 6111
const MIN_EXPONENT = -6176
const MAX_COEFFICIENT = 10n ** 34n - 1n

export function pow10(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}

/** Reads the 128 bits; coefficients beyond 34 digits are not canonical and count as zero, as the standard says. */
export function parseDecimal(value: Decimal128): DecimalValue {
  const bytes = value.bytes
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, 16)
  const low = view.readBigUInt64LE(0)
  const high = view.readBigUInt64LE(8)
  const negative = high >> 63n === 1n
  const combination = Number((high >> 58n) & 31n)
  if (combination === 31) return 'NaN'
  if (combination === 30) return negative ? '-Infinity' : 'Infinity'
  if (combination >= 24) return { negative, coefficient: 0n, exponent: Number((high >> 47n) & 16383n) + MIN_EXPONENT }
  const coefficient = ((high & ((1n << 49n) - 1n)) << 64n) | low
  const exponent = Number((high >> 49n) & 16383n) + MIN_EXPONENT
  return { negative, coefficient: coefficient > MAX_COEFFICIENT ? 0n : coefficient, exponent }
}

/** Divides and rounds half to even. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n
  return quotient
}

function digitsOf(value: bigint): number {
  return value === 0n ? 1 : value.toString().length
}

/** Rounds to 34 digits, half to even, and to the exponents Decimal128 can hold; `sticky` marks digits already cut off. */
export function toDecimal128(value: DecimalValue): Decimal128 {
  if (typeof value === 'string') return Decimal128.fromString(value)
  let { coefficient, exponent } = value
  const excess = Math.max(digitsOf(coefficient) - DIGITS, MIN_EXPONENT - exponent, 0)
  if (excess > 0) {
    coefficient = divideRounded(coefficient, pow10(excess))
    exponent += excess
    if (coefficient > MAX_COEFFICIENT) {
      coefficient /= 10n
      exponent += 1
    }
  }
  if (coefficient === 0n) exponent = Math.min(exponent, MAX_EXPONENT)
  while (exponent > MAX_EXPONENT && coefficient * 10n <= MAX_COEFFICIENT) {
    coefficient *= 10n
    exponent -= 1
  }
  if (exponent > MAX_EXPONENT) return Decimal128.fromString(value.negative ? '-Infinity' : 'Infinity')
  const bytes = Buffer.alloc(16)
  const biased = BigInt(exponent - MIN_EXPONENT)
  bytes.writeBigUInt64LE(coefficient & 0xffffffffffffffffn, 0)
  bytes.writeBigUInt64LE((value.negative ? 1n << 63n : 0n) | (biased << 49n) | (coefficient >> 64n), 8)
  return new Decimal128(bytes)
}

export function decimalOfBigint(value: bigint): Decimal {
  return { negative: value < 0n, coefficient: value < 0n ? -value : value, exponent: 0 }
}

/** MongoDB reads a double with 15 significant digits, or with 34 of its exact expansion when `exact`. */
export function decimalOfDouble(value: number, digits = 15): DecimalValue {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return parseDecimalText(value.toPrecision(digits), Object.is(value, -0))
}

/** Reads a plain or scientific number; the caller has checked that the text is one. */
export function parseDecimalText(text: string, negativeZero = false): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)
  const fraction = match?.[3] ?? ''
  return {
    negative: match?.[1] === '-' || negativeZero,
    coefficient: BigInt((match?.[2] ?? '') + fraction || '0'),
    exponent: Number(match?.[4] ?? 0) - fraction.length,
  }
}

/** The signed coefficient. */
export function signed(value: Decimal): bigint {
  return value.negative ? -value.coefficient : value.coefficient
}

/** The nearest double, correctly rounded. */
export function decimalToNumber(value: DecimalValue): number {
  if (typeof value === 'string') return Number(value)
  return Number(`${value.negative ? '-' : ''}${value.coefficient}e${value.exponent}`)
}
