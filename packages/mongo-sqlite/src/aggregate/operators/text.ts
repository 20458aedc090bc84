import { Decimal128 } from 'bson'
import { parseNumber, toNumber } from '../../values/numbers.js'
import { TYPE, typeOf } from '../../values/types.js'

/** A double as the server writes it: printf's %.16g. */
export function doubleToText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', exponent = ''] = value.toExponential(15).split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 16) return trimZeros(value.toFixed(Math.min(Math.max(15 - power, 0), 100)))
  const sign = power < 0 ? '-' : '+'
  return `${trimZeros(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** A number of any type as text. */
export function numberToText(value: unknown): string {
  if (value instanceof Decimal128) return value.toString()
  if (typeOf(value) === TYPE.double) return doubleToText(toNumber(value))
  const whole = parseNumber(value)
  return typeof whole === 'object' ? '' : whole.toString()
}

export function dateToIso(value: Date): string {
  return value.toISOString()
}
