import { isDone, type EscalationStatus, type EscalationWithMessages } from '../../escalations/index.js'
import type { Day } from '../rows/day.js'
import { quantile } from '../figures/aggregate.js'

/** An escalation with all that was said about it, what it comes to, and the day in China on which it came about. */
export type Raised = EscalationWithMessages & { readonly said: EscalationStatus; readonly day: Day }

/** What the ledger counts of escalations, each with the list it counts. */
export const ESCALATION_KINDS = ['escalations', 'unfinished', 'explained', 'in-time', 'promise-kept', 'promise-broken'] as const // prettier-ignore
export type EscalationKind = (typeof ESCALATION_KINDS)[number]

/** Whether an escalation is one of those that a number counts. */
export function isOf(kind: EscalationKind, { escalation, said }: Raised): boolean {
  switch (kind) {
    case 'escalations':
      return true
    case 'unfinished':
      return escalation.end === null
    case 'explained':
      return said.answers.length > 0
    case 'in-time':
      return said.inTime === true
    case 'promise-kept':
      return said.outcome === 'kept'
    case 'promise-broken':
      return said.outcome === 'broken'
  }
}

const DAY_MS = 86_400_000

/** A bank's escalations in figures; shares and times are null where there is nothing to tell of. */
export function escalationFigures(raised: readonly Raised[]) {
  const count = (kind: EscalationKind) => raised.filter((one) => isOf(kind, one)).length
  // What is not explained, while there is still time to, is neither in time nor late.
  const judged = raised.filter(({ said }) => said.inTime !== null).length
  // What was broken off, by whomever, was not done.
  const times = raised.flatMap(({ escalation: { at, end } }) => (end && isDone(end) ? [(end.at.getTime() - at.getTime()) / DAY_MS] : [])) // prettier-ignore
  return {
    raised: raised.length,
    unfinished: count('unfinished'),
    explained: count('explained'),
    inTime: count('in-time'),
    /** In time ÷ those whose time to explain is over or that are explained. */
    inTimeShare: judged === 0 ? null : count('in-time') / judged,
    kept: count('promise-kept'),
    broken: count('promise-broken'),
    /** Calendar days from the escalation until the bank had done the step. */
    doneMedian: quantile(times, 0.5),
  }
}
