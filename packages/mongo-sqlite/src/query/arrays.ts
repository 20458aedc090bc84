import { CommandError } from '../errors.js'
import { isNumeric } from '../values/types.js'
import { toNumber } from '../values/numbers.js'
import { showElement } from './show.js'
import type { Test } from './node.js'

/** Any element of the array passes; its position is noted for the positional operator. */
export function elemMatch(test: Test): Test {
  return (value, trace) => {
    if (!Array.isArray(value)) return false
    for (let i = 0; i < value.length; i++) {
      if (!test(value[i], null)) continue
      if (trace !== null) trace.index = i
      return true
    }
    return false
  }
}

export function size(value: unknown): Test {
  const refuse = (what: string): never => {
    throw new CommandError('BadValue', `Failed to parse $size. Expected ${what} in: ${showElement('$size', value)}`)
  }
  if (!isNumeric(value)) refuse('a number')
  const length = toNumber(value)
  if (!Number.isInteger(length)) refuse('an integer')
  if (length < 0) refuse('a non-negative number')
  return (found) => Array.isArray(found) && found.length === length
}
