import { readClock, type Application } from '../../applications/index.js'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { addWorkingDays } from '../../kernel/working-days.js'
import type { Escalation, EscalationEnd, EscalationMessage, EscalationWithMessages } from '../escalation.js'

/**
 * The outcome of a day that a bank promised. `kept`: the bank was done by then; `broken`: it was not; `running`: the day
 * is not over yet; `moot`: the step ended before that day for another reason, for example because the enterprise
 * withdrew its application or the bank gave up its place.
 */
export type PromiseOutcome = 'kept' | 'broken' | 'running' | 'moot'

/** The state of an escalation on a day. */
export type EscalationStatus = {
  readonly answers: readonly EscalationMessage[]
  /** The bank has to explain: it never did, the bureau has asked since, or the promised day has passed. */
  readonly awaitsExplanation: boolean
  /** The last day on which a first explanation is in time. */
  readonly explainBy: LawDate
  /** Whether the first explanation was in time; null while there is none and there is still time. */
  readonly inTime: boolean | null
  /** The outcome of the last promised day; null where none was promised. */
  readonly outcome: PromiseOutcome | null
  /** The last promised day; null where none was promised. */
  readonly promisedOn: LawDate | null
}

/** @param today the day in China for which the status is computed */
export function escalationStatus({ escalation, messages }: EscalationWithMessages, today: LawDate): EscalationStatus {
  const answers = messages.filter(({ kind }) => kind === 'answer')
  const [first] = answers
  const promise = answers.findLast(({ promisedOn }) => promisedOn !== null)
  const promisedOn = promise?.promisedOn ?? null
  const outcome = promisedOn === null ? null : promiseOutcome(escalation, promisedOn, today)
  const last = lastDayToExplain(escalation.at)
  return {
    answers,
    awaitsExplanation: messages.at(-1)?.kind !== 'answer' || (escalation.end === null && outcome === 'broken'),
    explainBy: last,
    inTime: first ? chinaDay(first.at) <= last : today > last ? false : null,
    outcome,
    promisedOn,
  }
}

/** The outcome of one promised day. */
export function promiseOutcome({ end }: Pick<Escalation, 'end'>, promisedOn: LawDate, today: LawDate): PromiseOutcome {
  if (end === null || chinaDay(end.at) > promisedOn) return today > promisedOn ? 'broken' : 'running'
  return isDone(end) ? 'kept' : 'moot'
}

/** Moves of a bank that leave a step without doing it. To decline is to decide: the enterprise has its answer. */
const ABANDONED: ReadonlySet<string> = new Set(['release', 'cancel'])

/** Whether the bank did what it had to do; otherwise somebody, or the portal, ended the step without it. */
export const isDone = ({ by, action }: Pick<EscalationEnd, 'by' | 'action'>): boolean =>
  (by === 'officer' || by === 'manager') && !ABANDONED.has(action)

/** Whether the bank may explain now: while the step is open, and after its end while an explanation is due. */
export const mayExplain = (of: EscalationWithMessages, today: LawDate): boolean =>
  of.escalation.end === null || escalationStatus(of, today).awaitsExplanation

/** Working days that a bank has to explain why a limit passed (source: the portal's rules). */
const EXPLAIN_DAYS = 1

/** The last day on which an explanation of an escalation raised at an instant is in time. */
export const lastDayToExplain = (raisedAt: Date): LawDate => addWorkingDays(chinaDay(raisedAt), EXPLAIN_DAYS).date

/** Working days past a limit; `paused` while the clock is paused, null where the number is not known. */
export type Overdue = number | 'paused' | null

/** How far a limit is exceeded, or was when the step ended. */
export function daysOverdue(
  { end, step: name }: Pick<Escalation, 'end' | 'step'>,
  application: Pick<Application, 'step'> | undefined,
  now: Date,
): Overdue {
  if (end !== null) return end.overDays
  const step = application?.step
  if (step?.name !== name) return null
  const { paused, overdueDays } = readClock(step, now)
  return paused ? 'paused' : overdueDays
}
