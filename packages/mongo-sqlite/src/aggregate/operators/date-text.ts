import { CommandError } from '../../errors.js'
import { get } from '../../values/document.js'
import { typeName } from '../../values/types.js'
import { isNullish, namedArguments } from '../scope.js'
import type { Operator } from '../scope.js'
import { calendarParts } from './calendar.js'
import type { CalendarParts } from './calendar.js'
import { dateOf, zoneOf } from './date-arguments.js'
import { parseFormatted, parseIsoDate } from './date-parse.js'
import { toLocal } from './zone.js'
import type { Zone } from './zone.js'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

type Write = (parts: CalendarParts, offset: number) => string

const LETTERS = new Map<string, Write>([
  ['Y', ({ year }) => (year < 0 || year > 9999 ? outside() : pad(year, 4))],
  ['m', ({ month }) => pad(month, 2)],
  ['d', ({ day }) => pad(day, 2)],
  ['H', ({ hour }) => pad(hour, 2)],
  ['M', ({ minute }) => pad(minute, 2)],
  ['S', ({ second }) => pad(second, 2)],
  ['L', ({ millisecond }) => pad(millisecond, 3)],
  ['j', ({ dayOfYear }) => pad(dayOfYear, 3)],
  ['w', ({ dayOfWeek }) => String(dayOfWeek)],
  ['u', ({ isoDayOfWeek }) => String(isoDayOfWeek)],
  ['U', ({ week }) => pad(week, 2)],
  ['V', ({ isoWeek }) => pad(isoWeek, 2)],
  ['G', ({ isoWeekYear }) => pad(isoWeekYear, 4)],
  ['b', ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3)],
  ['B', ({ month }) => MONTHS[month - 1] ?? ''],
  ['z', (_, offset) => `${sign(offset)}${pad(Math.floor(Math.abs(offset) / 60), 2)}${pad(Math.abs(offset) % 60, 2)}`],
  ['Z', (_, offset) => `${sign(offset)}${Math.abs(offset)}`],
  ['%', () => '%'],
])

function sign(offset: number): string {
  return offset < 0 ? '-' : '+'
}

// A pipeline formats thousands of dates by one format, so it is taken apart once.
const formats = new Map<string, Write[]>()

function writersOf(format: string): Write[] {
  const known = formats.get(format)
  if (known !== undefined) return known
  const writers = Array.from(format.matchAll(/%(.?)|[^%]+/gs), ([text, letter]): Write => {
    if (letter === undefined) return () => text
    if (letter === '') throw new CommandError(18535, "Unmatched '%' at end of format string")
    const write = LETTERS.get(letter)
    if (write === undefined) throw new CommandError(18536, `Invalid format character '%${letter}' in format string`)
    return write
  })
  if (formats.size > 200) formats.clear()
  formats.set(format, writers)
  return writers
}

/** Writes a date (ms since 1970) by a format; unknown letters are refused with 18536. */
export function formatDate(time: number, format: string, zone: Zone): string {
  const parts = calendarParts(toLocal(time, zone))
  const offset = zone.offset(time)
  let text = ''
  for (const write of writersOf(format)) text += write(parts, offset)
  return text
}

function outside(): never {
  throw new CommandError(18537, '$dateToString is only defined on year 0-9999')
}

const toText: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$dateToString', operand, ['date'], ['format', 'timezone', 'onNull'])
  const date = compile(get(spec, 'date'), scope)
  const zoned = get(spec, 'timezone') !== undefined
  const timezone = compile(get(spec, 'timezone') ?? null, scope)
  const formatted = get(spec, 'format') !== undefined
  const format = compile(get(spec, 'format') ?? null, scope)
  const onNull = compile(get(spec, 'onNull') ?? null, scope)
  return (root) => {
    const value = date(root)
    const zoneName = timezone(root)
    const pattern = formatted ? format(root) : zoned ? '%Y-%m-%dT%H:%M:%S.%L' : '%Y-%m-%dT%H:%M:%S.%LZ'
    if (isNullish(value)) return onNull(root)
    if (isNullish(pattern) || (zoned && isNullish(zoneName))) return null
    if (typeof pattern !== 'string') {
      throw new CommandError(18533, `$dateToString requires that 'format' be a string, found: ${typeName(pattern)}`)
    }
    return formatDate(dateOf(value).getTime(), pattern, zoneOf(zoneName))
  }
}

const fromText: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$dateFromString', operand, ['dateString'], ['format', 'timezone', 'onError', 'onNull'])
  const text = compile(get(spec, 'dateString'), scope)
  const zoned = get(spec, 'timezone') !== undefined
  const timezone = compile(get(spec, 'timezone') ?? null, scope)
  const formatted = get(spec, 'format') !== undefined
  const format = compile(get(spec, 'format') ?? null, scope)
  const onNull = compile(get(spec, 'onNull') ?? null, scope)
  const onError = get(spec, 'onError') === undefined ? null : compile(get(spec, 'onError'), scope)
  return (root) => {
    const value = text(root)
    const zoneName = timezone(root)
    const pattern = format(root)
    if (isNullish(value)) return onNull(root)
    if ((formatted && isNullish(pattern)) || (zoned && isNullish(zoneName))) return null
    try {
      if (typeof value !== 'string') {
        throw new CommandError(
          'ConversionFailure',
          `$dateFromString requires that 'dateString' be a string, found: ${typeName(value)}`,
        )
      }
      const zone = zoned ? zoneOf(zoneName) : null
      return typeof pattern === 'string' ? parseFormatted(value, pattern, zone) : parseIsoDate(value, zone)
    } catch (error) {
      if (onError === null || !(error instanceof CommandError) || error.codeName !== 'ConversionFailure') throw error
      return onError(root)
    }
  }
}

/** Dates to and from text. */
export const DATE_TEXT: [string, Operator][] = [
  ['$dateToString', toText],
  ['$dateFromString', fromText],
]
