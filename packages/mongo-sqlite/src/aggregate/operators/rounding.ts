import { Double, Long } from 'bson'
import { CommandError } from '../../errors.js'
import { asDecimal, fitsInt64, isWhole } from '../../values/arithmetic.js'
import { decimalOfDouble, decimalToNumber, toDecimal128 } from '../../values/decimal.js'
import { toNumber } from '../../values/numbers.js'
import { isInt32, isNumeric, TYPE, typeName, typeOf } from '../../values/types.js'
import { fixed, isNullish, unary } from '../scope.js'
import type { Operator } from '../scope.js'
import { quantize, wholeOf } from './arithmetic.js'

function toWhole(name: string, double: (value: number) => number, mode: 'floor' | 'ceil'): [string, Operator] {
  return unary(name, (value) => {
    if (!isNumeric(value)) throw new CommandError(28765, `${name} only supports numeric types, not ${typeName(value)}`)
    if (isWhole(value)) return value
    if (typeOf(value) !== TYPE.decimal) return new Double(double(toNumber(value)))
    const decimal = asDecimal(value)
    return typeof decimal === 'string' ? value : toDecimal128(quantize(decimal, 0, mode))
  })
}

function toPlaces(name: string, mode: 'even' | 'down'): [string, Operator] {
  return fixed(name, 1, 2, ([value, place = 0]) => {
    if (isNullish(value) || isNullish(place)) return null
    if (!isNumeric(value)) throw new CommandError(51081, `${name} only supports numeric types, not ${typeName(value)}`)
    const places = isNumeric(place) ? toNumber(place) : NaN
    if (!Number.isInteger(places))
      throw new CommandError(51082, `precision argument to ${name} must be a integral value`)
    if (places < -20 || places > 100) {
      throw new CommandError(51083, `cannot apply ${name} with precision value ${places} value must be in [-20, 100]`)
    }
    return rounded(value, places, mode)
  })
}

function rounded(value: unknown, places: number, mode: 'even' | 'down'): unknown {
  const type = typeOf(value)
  if (type === TYPE.double) {
    // The server rounds the double's exact value, to 34 digits.
    const decimal = decimalOfDouble(toNumber(value), 34)
    return typeof decimal === 'string' ? value : new Double(decimalToNumber(quantize(decimal, places, mode)))
  }
  const decimal = asDecimal(value)
  if (typeof decimal === 'string') return value
  if (type === TYPE.decimal) return toDecimal128(quantize(decimal, places, mode))
  if (places >= 0) return value
  const whole = wholeOf(quantize(decimal, places, mode))
  if (type === TYPE.int && isInt32(Number(whole))) return Number(whole)
  if (!fitsInt64(whole))
    throw new CommandError(51080, 'invalid conversion from Decimal128 result in $round resulting from arguments')
  return Long.fromBigInt(whole)
}

/** $ceil and $floor, and $round (half to even) and $trunc with their places. */
export const ROUNDING: [string, Operator][] = [
  toWhole('$ceil', Math.ceil, 'ceil'),
  toWhole('$floor', Math.floor, 'floor'),
  toPlaces('$round', 'even'),
  toPlaces('$trunc', 'down'),
]
