import { CommandError } from '../../errors.js'

/** A time zone: minutes east of UTC at an instant (ms since 1970, UTC). */
export type Zone = { name: string; offset: (time: number) => number }

export const UTC: Zone = { name: 'UTC', offset: () => 0 }

const zones = new Map<string, Zone>([
  ['UTC', UTC],
  ['GMT', UTC],
  ['Z', UTC],
])

const QUARTER = 15 * 60_000
const DAY = 96 * QUARTER

/** The zone of an Olson name or an offset such as +08, +0800 or +08:00. */
export function zoneNamed(name: string): Zone {
  let zone = zones.get(name)
  if (zone === undefined) {
    zone = fixedZone(name) ?? olsonZone(name)
    zones.set(name, zone)
  }
  return zone
}

function fixedZone(name: string): Zone | null {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(name)
  if (match === null) return null
  const minutes = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * (match[1] === '-' ? -1 : 1)
  return { name, offset: () => minutes }
}

function olsonZone(name: string): Zone {
  let format: Intl.DateTimeFormat
  try {
    // A name is asked for, not an offset: those were handled before.
    if (!/^[A-Za-z]/.test(name)) throw new RangeError(name)
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'iso8601',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw new CommandError(40485, `unrecognized time zone identifier: "${name}"`)
  }
  const known = new Map<number, number>()
  const at = (time: number): number => {
    let minutes = known.get(time)
    if (minutes === undefined) {
      if (known.size > 50_000) known.clear()
      minutes = lookUp(format, time)
      known.set(time, minutes)
    }
    return minutes
  }
  return {
    name,
    offset: (time) => {
      // Asking Intl is slow. A day that starts and ends with one offset has it throughout; on the others the change is
      // at a full quarter of an hour.
      const day = Math.floor(time / DAY) * DAY
      const start = at(day)
      return start === at(day + DAY) ? start : at(Math.floor(time / QUARTER) * QUARTER)
    },
  }
}

function lookUp(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(format.formatToParts(time).map((part) => [part.type, part.value]))
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type))
  const year = parts.get('era')?.startsWith('B') ? 1 - number('year') : number('year')
  const local = utcTime(year, number('month'), number('day'), number('hour'), number('minute'), number('second'), 0)
  return Math.round((local - time) / 60_000)
}

/** Date.UTC for any year, months and days running over as they do there. */
export function utcTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number {
  // Date.UTC takes years below 100 for the 1900s.
  if (year >= 100) return Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}

/** The wall clock of an instant in a zone, as ms that read as UTC. */
export function toLocal(time: number, zone: Zone): number {
  return time + zone.offset(time) * 60_000
}

/** The instant of a wall clock time; one that a clock change skips moves on by as much. */
export function fromLocal(local: number, zone: Zone): number {
  const first = local - zone.offset(local) * 60_000
  const second = local - zone.offset(first) * 60_000
  if (first === second) return first
  return toLocal(second, zone) === local ? second : toLocal(first, zone) === local ? first : Math.max(first, second)
}
