import { readClock, type Application, type Escalation } from '../applications/index.js'

/** Working days by which a limit is over; `paused` while the clock stands still, null where that is not known. */
export type Over = number | 'paused' | null

/** By how much a limit is over, or was when the step ended. */
export function overDays(
  { end, step: name }: Pick<Escalation, 'end' | 'step'>,
  application: Pick<Application, 'step'> | undefined,
  now: Date,
): Over {
  if (end !== null) return end.overDays
  const step = application?.step
  if (step?.name !== name) return null
  const { paused, overdueDays } = readClock(step, now)
  return paused ? 'paused' : overdueDays
}
