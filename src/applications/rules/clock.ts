import { addDays, addMonths, chinaDay, chinaMidnight, daysBetween, type LawDate } from '../../kernel/dates.js'
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../../kernel/working-days.js'
import type { Pause, Step } from './step.js'

/** The share of a limit after which it is shown in amber and reminded of. */
export const AMBER_SHARE = 0.7

const endOf = (day: LawDate): Date => chinaMidnight(addDays(day, 1))
const lastInstantOf = (day: LawDate): Date => new Date(endOf(day).getTime() - 1)

/** How far a clock has gone. Working days count from the day after the start (《民法典》第二百零一条). */
export type ClockReading = {
  readonly usedDays: number
  /** Null for a step without a limit in days. */
  readonly leftDays: number | null
  /** NeedShare of the working time that has gone by; above 1 once it is over. */
  readonly share: number
  readonly colour: 'green' | 'amber' | 'red'
  readonly paused: boolean
  /** Working days by which it is over; 0 while it is not. */
  readonly overdueDays: number
}

/** Starts the clock of a step. */
export function startStep(step: Pick<Step, 'name' | 'holder'> & { readonly limitDays: number }, at: Date): Step {
  return timed({ ...step, startedAt: at, pauses: [] }, at)
}

/** The clock stands still from now on; a clock that stands already goes on standing. */
export function pauseStep(step: Step, at: Date): Step {
  if (isPaused(step)) return step
  return { ...step, pauses: [...step.pauses, { from: at, to: null }], amberAt: null, dueAt: null }
}

/** The clock goes on; what went by meanwhile is added to the limit. */
export function resumeStep(step: Step, at: Date): Step {
  const pauses = step.pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause))
  return timed({ ...step, limitDays: step.limitDays ?? 0, pauses }, at)
}

export const isPaused = ({ pauses }: Pick<Step, 'pauses'>): boolean => pauses.some(({ to }) => to === null)

/** What the clock shows at an instant. */
export function readClock(step: Step, now: Date): ClockReading {
  const paused = isPaused(step)
  const usedDays = Math.max(0, spent(step.startedAt, now) - pausedDays(step.pauses, now))
  const total = workingMs(step.startedAt, limitEnd(step, now)) - pausedMs(step.pauses, now)
  const used = workingMs(step.startedAt, now) - pausedMs(step.pauses, now)
  const over = !paused && now > lastInstantOf(step.dueOn)
  const share = over ? Math.max(1, ratio(used, total)) : Math.min(1, ratio(used, total))
  return {
    usedDays,
    leftDays: step.limitDays === null ? null : Math.max(0, step.limitDays - usedDays),
    share,
    colour: over ? 'red' : share >= AMBER_SHARE ? 'amber' : 'green',
    paused,
    overdueDays: over ? spent(step.dueOn, now) : 0,
  }
}

const ratio = (part: number, whole: number) => (whole <= 0 ? 1 : part / whole)

type Untimed = Omit<Step, 'dueOn' | 'provisional' | 'amberAt' | 'dueAt' | 'limitDays'> & { readonly limitDays: number }

/** Works out the last day and the instants to remind at. */
function timed(step: Untimed, at: Date): Step {
  const start = chinaDay(step.startedAt)
  const paused = pausedDays(step.pauses, at)
  const { date, provisional } = addWorkingDays(start, step.limitDays + paused)
  const dueOn = earlier(date, latestDay(start, step.pauses, at))
  const dueAt = lastInstantOf(dueOn)
  const length = workingMs(step.startedAt, dueAt) - pausedMs(step.pauses, at)
  const amberAt = afterWorkingMs(step.startedAt, length * AMBER_SHARE + pausedMs(step.pauses, at))
  return { ...step, dueOn, provisional, amberAt, dueAt }
}

/** No step lasts longer than a month, whatever holidays lie in it; standing still does not count here either. */
function latestDay(start: LawDate, pauses: readonly Pause[], at: Date): LawDate {
  const still = pauses.reduce((days, { from, to }) => days + daysBetween(chinaDay(from), chinaDay(to ?? at)), 0)
  return addDays(addMonths(start, 1), still)
}

const earlier = (one: LawDate, other: LawDate) => (one < other ? one : other)

/** The end of the limit: as set, or, while the clock stands still, as it would be if it went on now. */
const limitEnd = (step: Step, now: Date): Date =>
  isPaused(step) ? (resumeStep(step, now).dueAt ?? now) : lastInstantOf(step.dueOn)

function spent(from: Date | LawDate, to: Date): number {
  return workingDaysBetween(typeof from === 'string' ? from : chinaDay(from), chinaDay(to)).days
}

const pausedDays = (pauses: readonly Pause[], now: Date) =>
  pauses.reduce((days, { from, to }) => days + spent(from, to ?? now), 0)

const pausedMs = (pauses: readonly Pause[], now: Date) =>
  pauses.reduce((ms, { from, to }) => ms + workingMs(from, to ?? now), 0)

/** The part of a span of time that falls on working days, in milliseconds. */
export function workingMs(from: Date, to: Date): number {
  let ms = 0
  for (let day = chinaDay(from); chinaMidnight(day) < to; day = addDays(day, 1)) {
    if (!isWorkingDay(day)) continue
    const begin = Math.max(from.getTime(), chinaMidnight(day).getTime())
    ms += Math.max(0, Math.min(to.getTime(), endOf(day).getTime()) - begin)
  }
  return ms
}

/** The instant at which so much time has gone by on working days. */
function afterWorkingMs(from: Date, ms: number): Date {
  let left = ms
  for (let day = chinaDay(from); ; day = addDays(day, 1)) {
    if (!isWorkingDay(day)) continue
    const begin = Math.max(from.getTime(), chinaMidnight(day).getTime())
    const here = endOf(day).getTime() - begin
    if (left < here) return new Date(begin + left)
    left -= here
  }
}
