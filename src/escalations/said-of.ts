import { explainBy, type Escalation } from '../applications/index.js'
import { chinaDay, type LawDate } from '../kernel/dates.js'
import type { Word } from './word.js'

/** An escalation with all that was said about it, first to last. */
export type Told = { readonly escalation: Escalation; readonly words: readonly Word[] }

/**
 * What became of the day that a bank named. `kept`: the bank was done by then; `broken`: it was not; `running`: the day
 * is not over yet; `moot`: the step ended before that day otherwise, as when the enterprise took its application back
 * or the bank gave up its place.
 */
export type PromiseFate = 'kept' | 'broken' | 'running' | 'moot'

/** What an escalation comes to on a day. */
export type Said = {
  readonly answers: readonly Word[]
  /** The bank has still to speak: it never did, the bureau has asked since, or the day it named has gone by. */
  readonly waits: boolean
  /** The last day on which a first explanation is in time. */
  readonly explainBy: LawDate
  /** Whether the first explanation was in time; null while there is none and there is still time. */
  readonly inTime: boolean | null
  /** Of the day named last; null where none was named. */
  readonly fate: PromiseFate | null
  /** The day named last; null where none was named. */
  readonly promisedOn: LawDate | null
}

/** @param today the day in China on which it is asked */
export function saidOf({ escalation, words }: Told, today: LawDate): Said {
  const answers = words.filter(({ kind }) => kind === 'answer')
  const [first] = answers
  const promise = answers.findLast(({ promisedOn }) => promisedOn !== null)
  const promisedOn = promise?.promisedOn ?? null
  const fate = promisedOn === null ? null : fateOf(escalation, promisedOn, today)
  const last = explainBy(escalation.at)
  return {
    answers,
    waits: words.at(-1)?.kind !== 'answer' || (escalation.end === null && fate === 'broken'),
    explainBy: last,
    inTime: first ? chinaDay(first.at) <= last : today > last ? false : null,
    fate,
    promisedOn,
  }
}

/** What became of one day that the bank named. */
export function fateOf({ end }: Pick<Escalation, 'end'>, promisedOn: LawDate, today: LawDate): PromiseFate {
  if (end === null || chinaDay(end.at) > promisedOn) return today > promisedOn ? 'broken' : 'running'
  return isDone(end) ? 'kept' : 'moot'
}

export type End = NonNullable<Escalation['end']>

/** Moves of a bank by which it leaves a step without doing it. To decline is to decide: the enterprise has its answer. */
const LEFT: ReadonlySet<string> = new Set(['release', 'cancel'])

/** Whether the bank did what it had to do; else the step ended because somebody, or the portal, broke it off. */
export const isDone = ({ by, action }: Pick<End, 'by' | 'action'>): boolean =>
  (by === 'officer' || by === 'manager') && !LEFT.has(action)

/** Whether the bank may explain now: while the step goes on, and of one that is done while it has still to speak. */
export const mayAnswer = (told: Told, today: LawDate): boolean =>
  told.escalation.end === null || saidOf(told, today).waits
