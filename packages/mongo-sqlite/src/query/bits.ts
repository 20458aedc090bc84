import type { Binary } from 'bson'
import { CommandError } from '../errors.js'
import { toInt64 } from '../values/arithmetic.js'
import { binaryParts, compareValues } from '../values/compare.js'
import { toNumber } from '../values/numbers.js'
import { isNumeric, TYPE, typeOf } from '../values/types.js'
import type { Test } from './node.js'
import { showElement } from './show.js'

export type BitOperator = '$bitsAllSet' | '$bitsAnySet' | '$bitsAllClear' | '$bitsAnyClear'

/** Tests the bits of whole numbers (two's complement, sign extended) and of binary data (low byte first). */
export function bitTest(name: BitOperator, value: unknown): Test {
  const positions = positionsOf(name, value)
  const wanted = name.endsWith('Set')
  const all = name.startsWith('$bitsAll')
  return (found) => {
    const bit = bitsOf(found)
    if (bit === null) return false
    return all ? positions.every((at) => bit(at) === wanted) : positions.some((at) => bit(at) === wanted)
  }
}

function bitsOf(value: unknown): ((position: number) => boolean) | null {
  if (isNumeric(value)) {
    const whole = toInt64(value)
    if (whole === null || compareValues(value, whole) !== 0) return null
    return (position) => ((whole >> BigInt(Math.min(position, 63))) & 1n) === 1n
  }
  if (typeOf(value) !== TYPE.binData) return null
  const { bytes } = binaryParts(value as Binary)
  return (position) => (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) === 1
}

function positionsOf(name: string, value: unknown): number[] {
  if (Array.isArray(value)) {
    return value.map((position: unknown) => {
      const at = isNumeric(position) ? toNumber(position) : NaN
      if (!Number.isInteger(at)) {
        throw new CommandError(
          'BadValue',
          `Failed to parse bit position. Expected an integer in: ${showElement('0', position)}`,
        )
      }
      if (at < 0) throw new CommandError('BadValue', 'Failed to parse bit position. Expected a non-negative number')
      return at
    })
  }
  if (!isNumeric(value) && typeOf(value) !== TYPE.binData) {
    throw new CommandError(
      'BadValue',
      `${name} takes an Array, a number, or a BinData but received: ${showElement(name, value)}`,
    )
  }
  const bit = bitsOf(value)
  if (bit === null) throw new CommandError('FailedToParse', `Expected an integer: ${showElement(name, value)}`)
  const number = isNumeric(value)
  if (number && bit(63)) {
    throw new CommandError('FailedToParse', `Expected a non-negative number in: ${showElement(name, value)}`)
  }
  const width = number ? 63 : binaryParts(value as Binary).bytes.length * 8
  return Array.from({ length: width }, (_, at) => at).filter(bit)
}
