import { daysBetween, type LawDate } from '../kernel/dates.js'
import type { Agreement } from './agreement.js'

/** A warning comes so many days before the last day, and is repeated nearer to it. */
export const WARNING_DAYS = 90
export const URGENT_DAYS = 30

/** Where an agreement stands on a day; the last day of its term still counts. */
export type Standing =
  | { readonly kind: 'ended'; readonly on: LawDate }
  | { readonly kind: 'expired' | 'not-begun' | 'running' }
  /** `daysLeft` is 0 on the last day. */
  | { readonly kind: 'expiring'; readonly daysLeft: number; readonly urgent: boolean }
  /** It has no last day, or none is known. */
  | { readonly kind: 'open-ended' }

export function standingOf(
  { signedOn, from, until, endedOn }: Pick<Agreement, 'signedOn' | 'from' | 'until' | 'endedOn'>,
  today: LawDate,
): Standing {
  if (endedOn !== null && endedOn <= today) return { kind: 'ended', on: endedOn }
  const first = from ?? signedOn
  if (first !== null && first > today) return { kind: 'not-begun' }
  if (until === null) return { kind: 'open-ended' }
  if (until < today) return { kind: 'expired' }
  const daysLeft = daysBetween(today, until)
  return daysLeft > WARNING_DAYS ? { kind: 'running' } : { kind: 'expiring', daysLeft, urgent: daysLeft <= URGENT_DAYS }
}

/** Whether loans of this day would still use it. */
export const isInForce = ({ kind }: Standing): boolean => ['running', 'expiring', 'open-ended'].includes(kind)
