import { Long } from 'bson'
import { CommandError } from '../../errors.js'
import { get, isDocument, isNumeric, keysOf } from '../../values/document.js'
import { toNumber } from '../../values/numbers.js'
import { isNullish, named, namedArguments } from '../scope.js'
import type { Operator } from '../scope.js'
import { addMonths, calendarParts, dayNumber } from './calendar.js'
import type { CalendarParts } from './calendar.js'
import { dateOf, FIXED_LENGTH, MONTHS, unitOf, weekStart, zoneOf } from './date-arguments.js'
import type { Unit } from './date-arguments.js'
import { fromLocal, toLocal, utcTime } from './zone.js'
import type { Zone } from './zone.js'

const DAY = 86_400_000

/** One part of a date: the operand is a date, or a document with date and timezone. */
function part(name: string, read: (parts: CalendarParts) => unknown): [string, Operator] {
  return [
    name,
    (operand, scope, compile) => {
      const list = Array.isArray(operand) ? (operand as unknown[]) : [operand]
      if (list.length !== 1)
        throw new CommandError(
          40536,
          `${name} accepts exactly one argument if given an array, but was given ${list.length}`,
        )
      const [only] = list
      const spec =
        isDocument(only) && !keysOf(only)[0]?.startsWith('$')
          ? namedArguments(name, only, ['date'], ['timezone'])
          : { date: only }
      const date = compile(get(spec, 'date'), scope)
      const zoned = get(spec, 'timezone') !== undefined
      const timezone = compile(get(spec, 'timezone') ?? null, scope)
      return (root) => {
        const value = date(root)
        const zone = timezone(root)
        if (isNullish(value) || (zoned && isNullish(zone))) return null
        return read(calendarParts(toLocal(dateOf(value).getTime(), zoneOf(zone))))
      }
    },
  ]
}

function amountOf(name: string, value: unknown): number {
  const amount = isNumeric(value) ? toNumber(value) : NaN
  if (!Number.isSafeInteger(amount)) throw new CommandError(5166405, `${name} expects integer amount of time units`)
  return amount
}

function shifted(name: string, sign: 1 | -1): [string, Operator] {
  return named(name, ['startDate', 'unit', 'amount'], ['timezone'], (args) => {
    if ([args.startDate, args.unit, args.amount].some(isNullish) || ('timezone' in args && isNullish(args.timezone)))
      return null
    const time = dateOf(args.startDate).getTime()
    const unit = unitOf(name, args.unit)
    const result = shift(time, unit, amountOf(name, args.amount) * sign, zoneOf(args.timezone))
    if (!(Math.abs(result) <= 8.64e15)) throw new CommandError(5976500, `${name} overflowed`)
    return new Date(result)
  })
}

function shift(time: number, unit: Unit, amount: number, zone: Zone): number {
  const fixedLength = FIXED_LENGTH[unit]
  if (fixedLength !== undefined) return time + amount * fixedLength
  const local = toLocal(time, zone)
  const months = MONTHS[unit]
  if (months !== undefined) return fromLocal(addMonths(local, amount * months), zone)
  return fromLocal(local + amount * (unit === 'week' ? 7 : 1) * DAY, zone)
}

/** The number of a unit since 1970, counted in local time; differences count the boundaries between two dates. */
function ordinal(time: number, unit: Unit, zone: Zone, firstDay: number): number {
  const local = toLocal(time, zone)
  const parts = new Date(local)
  const months = MONTHS[unit]
  if (months !== undefined) return Math.floor((parts.getUTCFullYear() * 12 + parts.getUTCMonth()) / months)
  if (unit === 'week') return Math.floor((dayNumber(local) + 4 - firstDay) / 7)
  if (unit === 'day') return dayNumber(local)
  // Hours keep passing while clocks change, so only the part of the offset below an hour counts.
  const length = FIXED_LENGTH[unit] ?? 1
  return Math.floor((time + (zone.offset(time) % 60) * 60_000) / length)
}

const difference = named('$dateDiff', ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], (args) => {
  if ([args.startDate, args.endDate, args.unit].some(isNullish) || ('timezone' in args && isNullish(args.timezone)))
    return null
  const unit = unitOf('$dateDiff', args.unit)
  const zone = zoneOf(args.timezone)
  const first = weekStart('$dateDiff', args.startOfWeek)
  const end = ordinal(dateOf(args.endDate).getTime(), unit, zone, first)
  return Long.fromNumber(end - ordinal(dateOf(args.startDate).getTime(), unit, zone, first))
})

const truncation = named('$dateTrunc', ['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], (args) => {
  if ([args.date, args.unit].some(isNullish) || ('timezone' in args && isNullish(args.timezone))) return null
  const size = args.binSize === undefined ? 1 : amountOf('$dateTrunc', args.binSize)
  if (size <= 0) throw new CommandError(5439018, "$dateTrunc requires 'binSize' to be greater than 0")
  const unit = unitOf('$dateTrunc', args.unit)
  if (unit === 'week' && size > 1)
    throw new CommandError('NotImplemented', '$dateTrunc by several weeks is not supported')
  const zone = zoneOf(args.timezone)
  return new Date(truncate(dateOf(args.date).getTime(), unit, size, zone, weekStart('$dateTrunc', args.startOfWeek)))
})

/** Bins of every unit start at 2000-01-01 00:00 of the zone, as in the server. */
function truncate(time: number, unit: Unit, size: number, zone: Zone, firstDay: number): number {
  const origin = utcTime(2000, 1, 1, 0, 0, 0, 0)
  const local = toLocal(time, zone)
  const months = MONTHS[unit]
  if (months !== undefined) {
    const date = new Date(local)
    const since = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth()
    const bin = months * size
    return fromLocal(addMonths(origin, Math.floor(since / bin) * bin), zone)
  }
  if (unit === 'week') {
    const intoWeek = (((dayNumber(local) + 4 - firstDay) % 7) + 7) % 7
    return fromLocal((dayNumber(local) - intoWeek) * DAY, zone)
  }
  if (unit === 'day') {
    const days = dayNumber(local) - dayNumber(origin)
    return fromLocal(origin + Math.floor(days / size) * size * DAY, zone)
  }
  const bin = (FIXED_LENGTH[unit] ?? 1) * size
  const start = fromLocal(origin, zone)
  return start + Math.floor((time - start) / bin) * bin
}

const toParts = named('$dateToParts', ['date'], ['timezone', 'iso8601'], (args) => {
  if (isNullish(args.date) || ('timezone' in args && isNullish(args.timezone))) return null
  const parts = calendarParts(toLocal(dateOf(args.date).getTime(), zoneOf(args.timezone)))
  const { year, month, day, hour, minute, second, millisecond } = parts
  const time = { hour, minute, second, millisecond }
  if (args.iso8601 !== true) return { year, month, day, ...time }
  return { isoWeekYear: parts.isoWeekYear, isoWeek: parts.isoWeek, isoDayOfWeek: parts.isoDayOfWeek, ...time }
})

const fromParts = named(
  '$dateFromParts',
  ['year'],
  ['month', 'day', 'hour', 'minute', 'second', 'millisecond', 'timezone'],
  (args) => {
    const values = Object.values(args)
    if (values.some(isNullish)) return null
    const read = (name: string, otherwise: number): number => {
      if (args[name] === undefined) return otherwise
      const value = isNumeric(args[name]) ? toNumber(args[name]) : NaN
      if (!Number.isInteger(value)) throw new CommandError(40515, `'${name}' must evaluate to an integer`)
      return value
    }
    const year = read('year', 1970)
    if (year < 1 || year > 9999)
      throw new CommandError(40523, `'year' must evaluate to an integer in the range 1 to 9999, found ${year}`)
    const time = utcTime(
      year,
      read('month', 1),
      read('day', 1),
      read('hour', 0),
      read('minute', 0),
      read('second', 0),
      read('millisecond', 0),
    )
    return new Date(fromLocal(time, zoneOf(args.timezone)))
  },
)

export const DATES: [string, Operator][] = [
  part('$year', (parts) => parts.year),
  part('$month', (parts) => parts.month),
  part('$dayOfMonth', (parts) => parts.day),
  part('$hour', (parts) => parts.hour),
  part('$minute', (parts) => parts.minute),
  part('$second', (parts) => parts.second),
  part('$millisecond', (parts) => parts.millisecond),
  part('$dayOfWeek', (parts) => parts.dayOfWeek),
  part('$dayOfYear', (parts) => parts.dayOfYear),
  part('$week', (parts) => parts.week),
  part('$isoWeek', (parts) => parts.isoWeek),
  part('$isoWeekYear', (parts) => Long.fromNumber(parts.isoWeekYear)),
  part('$isoDayOfWeek', (parts) => parts.isoDayOfWeek),
  shifted('$dateAdd', 1),
  shifted('$dateSubtract', -1),
  difference,
  truncation,
  toParts,
  fromParts,
]
