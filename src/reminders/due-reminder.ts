import { isPaused, type Application, type Step } from '../applications/index.js'
import { addDays, chinaDay, chinaMidnight, type LawDate } from '../kernel/dates.js'
import { addWorkingDays, workingDaysBetween } from '../kernel/working-days.js'

/** Working days before the end of the time to choose, or of the offer, at which the enterprise is reminded. */
const SOON_DAYS = 2

/**
 * The reminders of one thread in their order: `amber` at 70 % of a limit, `due` at its end, `escalated` one working day
 * later; of an offer, that the time to choose ends soon or is over, then that the offer itself expires. The move that
 * ends an expired offer sends its own notice, and so does the hall for a request without a bid: only the hall knows the
 * sealed bids.
 */
const RANKS = {
  ...{ amber: 1, due: 2, escalated: 3 },
  ...{ 'choice-soon': 1, 'choice-over': 2, 'offer-soon': 3 },
} as const
export type DueReminderName = keyof typeof RANKS

export type DueReminder = {
  readonly name: DueReminderName
  /** The limit or offer. In one thread only a reminder of a higher rank than the last one is sent. */
  readonly thread: string
  readonly rank: number
}

/**
 * The highest reminder of an application that is due now; null where nobody has to be reminded: before 70 % of a limit,
 * without a limit, and while the clock is paused.
 */
export function dueReminder(application: Application, now: Date): DueReminder | null {
  const name = nameOf(application, now)
  const { id, step } = application
  if (name === null || step === null) return null
  // By the start of the step: other changes of an application, such as a new document, start no new thread.
  return { name, thread: `${id}:${step.startedAt.getTime()}`, rank: RANKS[name] }
}

function nameOf(application: Application, now: Date): DueReminderName | null {
  const { state, step } = application
  if (step === null || isPaused(step)) return null
  if (state === 'offered') return ofOffer(application, step, now)
  return step.holder === 'bank' || step.holder === 'bureau' ? ofLimit(step, now) : null
}

function ofLimit(step: Step, now: Date): DueReminderName | null {
  // Above the bureau there is nobody to escalate to.
  if (step.holder === 'bank' && now >= escalationOf(step.dueOn)) return 'escalated'
  if (isPast(step.dueOn, now)) return 'due'
  return step.amberAt !== null && now >= step.amberAt ? 'amber' : null
}

/** One whole working day after the last day of the limit. */
const escalationOf = (dueOn: LawDate): Date => dayAfter(addWorkingDays(dueOn, 1).date)

function ofOffer({ offer }: Application, { dueOn }: Step, now: Date): DueReminderName | null {
  const last = offer?.terms.validUntil ?? dueOn
  if (isPast(last, now)) return null
  if (isSoon(last, now)) return 'offer-soon'
  if (isPast(dueOn, now)) return 'choice-over'
  return isSoon(dueOn, now) ? 'choice-soon' : null
}

/** Offers that end on this day at the latest are reminded of now. */
export const offersUntil = (now: Date): LawDate => addWorkingDays(chinaDay(now), SOON_DAYS).date

const isSoon = (day: LawDate, now: Date): boolean => workingDaysBetween(chinaDay(now), day).days <= SOON_DAYS

const dayAfter = (day: LawDate): Date => chinaMidnight(addDays(day, 1))
const isPast = (day: LawDate, now: Date): boolean => now >= dayAfter(day)
