import { addDays, type LawDate, chinaDay, chinaMidnight } from '../../kernel/dates.js'
import { addWorkingDays, workingDaysBetween } from '../../kernel/working-days.js'
import type { Application } from '../application.js'
import { isPaused } from '../clock.js'
import type { Step } from '../step.js'

/** An offer is spoken of again when so many working days are left to choose, or to take it. */
const SOON_DAYS = 2

/**
 * What is spoken of, in the order in which it comes: `amber` 70 % of a limit, `due` its end, `escalated` one working day
 * past it; of an offer that the time to choose ends soon or is over, then that the offer itself runs out. That an offer
 * has run out is told by the move that ends it. Of a request without a taker the hall speaks by itself: nobody else knows
 * what is claimed under seal.
 */
const RANKS = {
  ...{ amber: 1, due: 2, escalated: 3 },
  ...{ 'choice-soon': 1, 'choice-over': 2, 'offer-soon': 3 },
} as const
export type OccasionName = keyof typeof RANKS

export type Occasion = {
  readonly name: OccasionName
  /** Of one thread only what ranks higher than what was said before is said. */
  readonly thread: string
  readonly rank: number
}

/**
 * The furthest that an application has come by now, and null where nobody has to be reminded: before 70 % of a limit,
 * without a limit, and while the clock stands still.
 */
export function occasionOf(application: Application, now: Date): Occasion | null {
  const name = nameOf(application, now)
  const { id, step } = application
  if (name === null || step === null) return null
  // By the start of the step: whatever else changes on an application, such as a paper, does not restart the wait.
  return { name, thread: `${id}:${step.startedAt.getTime()}`, rank: RANKS[name] }
}

function nameOf(application: Application, now: Date): OccasionName | null {
  const { state, step } = application
  if (step === null || isPaused(step)) return null
  if (state === 'offered') return ofOffer(application, step, now)
  return step.holder === 'bank' || step.holder === 'bureau' ? ofLimit(step, now) : null
}

function ofLimit(step: Step, now: Date): OccasionName | null {
  // What the bureau itself lets pass has nobody above it to go to.
  if (step.holder === 'bank' && now >= escalationOf(step.dueOn)) return 'escalated'
  if (isPast(step.dueOn, now)) return 'due'
  return step.amberAt !== null && now >= step.amberAt ? 'amber' : null
}

/** One whole working day after the last day of the limit. */
const escalationOf = (dueOn: LawDate): Date => dayAfter(addWorkingDays(dueOn, 1).date)

function ofOffer({ offer }: Application, { dueOn }: Step, now: Date): OccasionName | null {
  const last = offer?.terms.validUntil ?? dueOn
  if (isPast(last, now)) return null
  if (isSoon(last, now)) return 'offer-soon'
  if (isPast(dueOn, now)) return 'choice-over'
  return isSoon(dueOn, now) ? 'choice-soon' : null
}

/** The day up to which offers run that are spoken of now. */
export const offersUntil = (now: Date): LawDate => addWorkingDays(chinaDay(now), SOON_DAYS).date

const isSoon = (day: LawDate, now: Date): boolean => workingDaysBetween(chinaDay(now), day).days <= SOON_DAYS

const dayAfter = (day: LawDate): Date => chinaMidnight(addDays(day, 1))
const isPast = (day: LawDate, now: Date): boolean => now >= dayAfter(day)
