import { toNumber } from '../../values/numbers.js'
import { isNumeric } from '../../values/types.js'

/** False for false, zero of any numeric type, null and missing; everything else is true. */
export function truthy(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false
  if (value === true || typeof value === 'string') return true
  return !isNumeric(value) || toNumber(value) !== 0
}
