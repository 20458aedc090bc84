import { Double, Long } from 'bson'
import { CommandError } from '../../errors.js'
import { add, asDecimal, fitsInt64, isWhole, multiply, negate, subtract, toInt64 } from '../../values/arithmetic.js'
import { decimalToNumber, divideRounded, pow10, signed, toDecimal128 } from '../../values/decimal.js'
import type { Decimal, DecimalValue } from '../../values/decimal.js'
import { toNumber } from '../../values/numbers.js'
import { isInt32, isNumeric, TYPE, typeName, typeOf } from '../../values/types.js'
import { fixed, isNullish, nary, unary } from '../scope.js'
import type { Operator } from '../scope.js'

function mismatch(message: string): never {
  throw new CommandError('TypeMismatch', message)
}

/** Milliseconds a number adds to a date, rounded as the server does. */
function dateShift(date: Date, by: unknown): Date {
  const time = date.getTime() + Math.round(toNumber(by))
  if (!(Math.abs(time) <= 8.64e15)) throw new CommandError('Overflow', 'date overflow')
  return new Date(time)
}

function addAll(args: unknown[]): unknown {
  let sum: unknown = 0
  let date: Date | null = null
  let missing = false
  for (const arg of args) {
    if (isNullish(arg)) missing = true
    else if (arg instanceof Date) {
      if (date !== null) throw new CommandError(16612, 'only one date allowed in an $add expression')
      date = arg
    } else if (isNumeric(arg)) sum = sum === 0 ? arg : add(sum, arg)
    else mismatch(`$add only supports numeric or date types, not ${typeName(arg)}`)
  }
  if (missing) return null
  return date === null ? sum : dateShift(date, sum)
}

function difference(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (isNumeric(a) && isNumeric(b)) return subtract(a, b)
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime())
  if (a instanceof Date && isNumeric(b)) return dateShift(a, negate(b))
  return mismatch(`can't $subtract ${typeName(b)} from ${typeName(a)}`)
}

function multiplyAll(args: unknown[]): unknown {
  let product: unknown = 1
  let missing = false
  for (const arg of args) {
    if (isNullish(arg)) missing = true
    else if (isNumeric(arg)) product = multiply(product, arg)
    else mismatch(`$multiply only supports numeric types, not ${typeName(arg)}`)
  }
  return missing ? null : product
}

function eitherDecimal(a: unknown, b: unknown): boolean {
  return typeOf(a) === TYPE.decimal || typeOf(b) === TYPE.decimal
}

/** A finite quotient to 34 digits. */
function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = 40 + b.coefficient.toString().length
  const scaled = a.coefficient * pow10(scale)
  const quotient = scaled / b.coefficient
  const rest = scaled % b.coefficient
  let result: Decimal = {
    // A digit for what is cut off keeps the later rounding to 34 digits right.
    coefficient: quotient * 10n + (rest === 0n ? 0n : 1n),
    exponent: a.exponent - b.exponent - scale - 1,
    negative: a.negative !== b.negative,
  }
  const ideal = a.exponent - b.exponent
  while (rest === 0n && result.exponent < ideal && result.coefficient % 10n === 0n) {
    result = { ...result, coefficient: result.coefficient / 10n, exponent: result.exponent + 1 }
  }
  return result
}

/** The quotient: a double, or a decimal when either is one. */
export function divide(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (!isNumeric(a) || !isNumeric(b)) {
    return mismatch(`$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`)
  }
  if (toNumber(b) === 0) throw new CommandError('BadValue', "can't $divide by zero")
  if (!eitherDecimal(a, b)) return new Double(toNumber(a) / toNumber(b))
  const [x, y] = [asDecimal(a), asDecimal(b)]
  if (typeof x === 'object' && typeof y === 'object') return toDecimal128(divideDecimals(x, y))
  return toDecimal128(specialOf(rough(x) / rough(y)))
}

function rough(value: DecimalValue): number {
  return typeof value === 'string' ? Number(value) : Math.sign(decimalToNumber(value)) || 0
}

function specialOf(value: number): DecimalValue {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Infinity) return 'Infinity'
  if (value === -Infinity) return '-Infinity'
  return { negative: value < 0 || Object.is(value, -0), coefficient: 0n, exponent: 0 }
}

function remainder(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (!isNumeric(a) || !isNumeric(b)) {
    return mismatch(`$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`)
  }
  if (toNumber(b) === 0) throw new CommandError(16610, "can't $mod by zero")
  if (eitherDecimal(a, b)) return decimalRemainder(asDecimal(a), asDecimal(b))
  if (!isWhole(a) || !isWhole(b)) return new Double(toNumber(a) % toNumber(b))
  const result = (toInt64(a) ?? 0n) % (toInt64(b) ?? 1n)
  return typeOf(a) === TYPE.int && typeOf(b) === TYPE.int ? Number(result) : Long.fromBigInt(result)
}

function decimalRemainder(a: DecimalValue, b: DecimalValue): unknown {
  if (typeof a === 'string' || b === 'NaN') return toDecimal128('NaN')
  if (typeof b === 'string') return toDecimal128(a)
  const exponent = Math.min(a.exponent, b.exponent)
  const rest = (a.coefficient * pow10(a.exponent - exponent)) % (b.coefficient * pow10(b.exponent - exponent))
  return toDecimal128({ negative: a.negative, coefficient: rest, exponent })
}

function power(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  if (!isNumeric(a)) throw new CommandError(28762, `$pow's base must be numeric, not ${typeName(a)}`)
  if (!isNumeric(b)) throw new CommandError(28763, `$pow's exponent must be numeric, not ${typeName(b)}`)
  if (toNumber(a) === 0 && toNumber(b) < 0) {
    throw new CommandError(28764, '$pow cannot take a base of 0 and a negative exponent')
  }
  if (eitherDecimal(a, b)) throw new CommandError('NotImplemented', '$pow of decimals is not supported')
  if (!isWhole(a) || !isWhole(b)) return new Double(toNumber(a) ** toNumber(b))
  const [base, exponent] = [toInt64(a) ?? 0n, toInt64(b) ?? 0n]
  const tiny = base >= -1n && base <= 1n
  if (exponent < 0n && !tiny) return new Double(toNumber(a) ** toNumber(b))
  if (exponent > 64n && !tiny) return new Double(toNumber(a) ** toNumber(b))
  const whole = tiny ? (exponent % 2n === 0n ? base * base : base) : base ** exponent
  const result = exponent === 0n ? 1n : whole
  if (!fitsInt64(result)) return new Double(toNumber(a) ** toNumber(b))
  const int = typeOf(a) === TYPE.int && typeOf(b) === TYPE.int && isInt32(Number(result))
  return int ? Number(result) : Long.fromBigInt(result)
}

/** A function on doubles; decimals would need their own and are refused. */
function real(name: string, apply: (value: number) => number, check?: (value: number) => void): [string, Operator] {
  return unary(name, (value) => {
    if (!isNumeric(value)) throw new CommandError(28765, `${name} only supports numeric types, not ${typeName(value)}`)
    if (typeOf(value) === TYPE.decimal) throw new CommandError('NotImplemented', `${name} of decimals is not supported`)
    const number = toNumber(value)
    if (check !== undefined && !Number.isNaN(number)) check(number)
    return new Double(apply(number))
  })
}

function positive(code: number, name: string): (value: number) => void {
  return (value) => {
    if (value <= 0) throw new CommandError(code, `${name}'s argument must be a positive number, but is ${value}`)
  }
}

function logarithm(value: unknown, base: unknown): unknown {
  if (isNullish(value) || isNullish(base)) return null
  if (!isNumeric(value)) throw new CommandError(28756, `$log's argument must be numeric, not ${typeName(value)}`)
  if (!isNumeric(base)) throw new CommandError(28757, `$log's base must be numeric, not ${typeName(base)}`)
  if (eitherDecimal(value, base)) throw new CommandError('NotImplemented', '$log of decimals is not supported')
  const [x, b] = [toNumber(value), toNumber(base)]
  if (x <= 0) throw new CommandError(28758, `$log's argument must be a positive number, but is ${x}`)
  if (b <= 0 || b === 1)
    throw new CommandError(28759, `$log's base must be a positive number not equal to 1, but is ${b}`)
  return new Double(Math.log(x) / Math.log(b))
}

function absolute(value: unknown): unknown {
  if (!isNumeric(value)) throw new CommandError(28765, `$abs only supports numeric types, not ${typeName(value)}`)
  const decimal = typeOf(value) === TYPE.decimal ? asDecimal(value) : null
  if (decimal !== null && typeof decimal === 'object') return toDecimal128({ ...decimal, negative: false })
  if (typeOf(value) === TYPE.long && toInt64(value) === -(2n ** 63n)) {
    throw new CommandError(28680, "can't take $abs of long long min")
  }
  const number = toNumber(value)
  return number < 0 || Object.is(number, -0) ? negate(value) : value
}

/** Rounds a decimal to a number of places after the point; negative places round before it. */
export function quantize(value: Decimal, places: number, mode: 'even' | 'down' | 'floor' | 'ceil'): Decimal {
  const shift = -places - value.exponent
  if (shift <= 0) return value
  const unit = pow10(Math.min(shift, 6200))
  const cut = value.coefficient / unit
  const exact = value.coefficient % unit === 0n
  const away = mode === 'floor' ? value.negative : mode === 'ceil' ? !value.negative : false
  const coefficient = mode === 'even' ? divideRounded(value.coefficient, unit) : exact || !away ? cut : cut + 1n
  return { negative: value.negative, coefficient, exponent: -places }
}

export function wholeOf(value: Decimal): bigint {
  return value.exponent >= 0 ? signed(value) * pow10(value.exponent) : signed(value) / pow10(-value.exponent)
}

export const ARITHMETIC: [string, Operator][] = [
  fixed('$rand', 0, 0, () => new Double(Math.random())),
  nary('$add', addAll),
  fixed('$subtract', 2, 2, ([a, b]) => difference(a, b)),
  nary('$multiply', multiplyAll),
  fixed('$divide', 2, 2, ([a, b]) => divide(a, b)),
  fixed('$mod', 2, 2, ([a, b]) => remainder(a, b)),
  fixed('$pow', 2, 2, ([a, b]) => power(a, b)),
  fixed('$log', 2, 2, ([a, b]) => logarithm(a, b)),
  unary('$abs', absolute),
  real('$exp', Math.exp),
  real('$ln', Math.log, positive(28766, '$ln')),
  real('$log10', Math.log10, positive(28761, '$log10')),
  real('$sqrt', Math.sqrt, (value) => {
    if (value < 0) throw new CommandError(28714, "$sqrt's argument must be greater than or equal to 0")
  }),
]
