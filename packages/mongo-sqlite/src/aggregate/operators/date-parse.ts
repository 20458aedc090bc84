import { CommandError } from '../../errors.js'
import { fromLocal, utcTime, zoneNamed } from './zone.js'
import type { Zone } from './zone.js'

function failed(text: string, why: string): never {
  throw new CommandError('ConversionFailure', `Error parsing date string '${text}'; ${why}`)
}

type Fields = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number }

/** The instant of the fields read, in the zone named in the text or in the one given. */
function instant(text: string, fields: Fields, named: string | undefined, zone: Zone | null): Date {
  const { year, month, day, hour, minute, second, ms } = fields
  const local = utcTime(year, month, day, hour, minute, second, ms)
  const read = new Date(local)
  const valid = read.getUTCMonth() + 1 === month && read.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!valid) failed(text, 'The parsed date was invalid')
  if (named !== undefined && zone !== null)
    failed(text, 'you cannot pass in a date/time string with time zone information together with a timezone argument')
  const in_ = named === undefined ? zone : zoneNamed(named)
  return new Date(in_ === null ? local : fromLocal(local, in_))
}

function milliseconds(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(3, '0').slice(0, 3))
}

/** Reads an ISO 8601 date, with or without time and zone. Other spellings the server guesses at are refused. */
export function parseIsoDate(text: string, zone: Zone | null): Date {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?)?$/.exec(
      text,
    )
  if (match === null) return failed(text, 'the format of the date is not supported without a format string')
  const number = (at: number): number => Number(match[at] ?? 0)
  const fields = {
    year: number(1),
    month: number(2),
    day: number(3),
    hour: number(4),
    minute: number(5),
    second: number(6),
    ms: milliseconds(match[7]),
  }
  return instant(text, fields, match[8], zone)
}

const PATTERNS: Record<string, [string, keyof Fields | 'zone' | 'minutes']> = {
  Y: ['(\\d{4})', 'year'],
  m: ['(\\d{1,2})', 'month'],
  d: ['(\\d{1,2})', 'day'],
  H: ['(\\d{1,2})', 'hour'],
  M: ['(\\d{1,2})', 'minute'],
  S: ['(\\d{1,2})', 'second'],
  L: ['(\\d{1,3})', 'ms'],
  z: ['(Z|[+-]\\d{2}:?(?:\\d{2})?|[A-Za-z]+(?:/[A-Za-z_]+)*)', 'zone'],
}

/** Reads a date by a format of %Y %m %d %H %M %S %L and %z. */
export function parseFormatted(text: string, format: string, zone: Zone | null): Date {
  const names: string[] = []
  let pattern = ''
  for (let i = 0; i < format.length; i++) {
    const char = format[i] ?? ''
    if (char !== '%') {
      pattern += char.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&')
      continue
    }
    const letter = format[++i] ?? ''
    if (letter === '%') {
      pattern += '%'
      continue
    }
    const part = Object.hasOwn(PATTERNS, letter) ? PATTERNS[letter] : undefined
    if (part === undefined) throw new CommandError(18536, `Invalid format character '%${letter}' in format string`)
    pattern += part[0]
    names.push(part[1])
  }
  const match = new RegExp(`^${pattern}$`).exec(text)
  if (match === null) return failed(text, `the string does not match the format '${format}'`)
  const read = new Map(names.map((name, i) => [name, match[i + 1] ?? '']))
  if (!read.has('year') || !read.has('month') || !read.has('day'))
    failed(text, 'an incomplete date/time string has been found')
  const number = (name: string): number => Number(read.get(name) ?? 0)
  const fields = {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    ms: milliseconds(read.get('ms')),
  }
  return instant(text, fields, read.get('zone'), zone)
}
