import { ObjectId, Timestamp } from 'bson'
import { CommandError } from '../../errors.js'
import { typeName } from '../../values/types.js'
import { isNullish } from '../scope.js'
import type { Zone } from './zone.js'
import { UTC, zoneNamed } from './zone.js'

/** Dates, and what carries one: timestamps and object ids. */
export function dateOf(value: unknown): Date {
  if (value instanceof Date) return value
  if (value instanceof ObjectId) return value.getTimestamp()
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000)
  throw new CommandError(16006, `can't convert from BSON type ${typeName(value)} to Date`)
}

/** The zone of a timezone argument; UTC when there is none. */
export function zoneOf(value: unknown): Zone {
  if (isNullish(value)) return UTC
  if (typeof value !== 'string') {
    throw new CommandError(40517, `timezone must evaluate to a string, found ${typeName(value)}`)
  }
  return zoneNamed(value)
}

export type Unit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond'

const UNITS: readonly string[] = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond']

export function unitOf(name: string, value: unknown): Unit {
  if (typeof value !== 'string')
    throw new CommandError(5439013, `${name} requires 'unit' to be a string, but got ${typeName(value)}`)
  if (!UNITS.includes(value))
    throw new CommandError(
      'FailedToParse',
      `${name} parameter 'unit' value cannot be recognized as a time unit: ${value}`,
    )
  return value as Unit
}

/** Lengths in ms of the units that always have the same. */
export const FIXED_LENGTH: Partial<Record<Unit, number>> = {
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
}

/** Months in the units that are made of months. */
export const MONTHS: Partial<Record<Unit, number>> = { year: 12, quarter: 3, month: 1 }

const WEEKDAYS: readonly string[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The first day of the week, 0 for Sunday, which is also the default. */
export function weekStart(name: string, value: unknown): number {
  if (isNullish(value)) return 0
  const full = typeof value === 'string' ? value.toLowerCase() : ''
  const at = WEEKDAYS.findIndex((day) => day === full || (full.length === 3 && day.startsWith(full)))
  if (at < 0)
    throw new CommandError(
      'FailedToParse',
      `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week`,
    )
  return at
}
