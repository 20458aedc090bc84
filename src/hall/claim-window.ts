import { addDays, chinaDay, chinaMidnight } from '../kernel/dates.js'
import { addWorkingDays, isWorkingDay } from '../kernel/working-days.js'

/** How long a window stands open: working days that end with the last one, or hours that fall on working days. */
export type WindowLength = { readonly unit: 'wd' | 'h'; readonly count: number }

/** One sealed round of claims for the free places of a request. */
export type ClaimWindow = {
  readonly id: string
  readonly requestId: string
  /** The request's own place in the hall. */
  readonly hallId: string
  /** 1, 2, 3 … of this request. */
  readonly number: number
  /** How many windows before this one ended without a taker, in a row. */
  readonly emptyBefore: number
  readonly opensAt: Date
  readonly closesAt: Date
  /** `void`: the request left the hall before its end. */
  readonly state: 'open' | 'closed' | 'void'
  readonly closedAt: Date | null
  /** How many places it gave; null while it is open. */
  readonly given: number | null
  /** Counts changes, so that a claim and the end of the window cannot pass each other. */
  readonly version: number
}

/**
 * The instant at which a window closes: claims that come then or later are refused. With working days it is the last
 * minute of the last day, the day of opening not counted (《民法典》第二百零一条), so that every bank has at least that
 * many full working days; hours run on working days alone.
 */
export function closingInstant(opensAt: Date, { unit, count }: WindowLength): Date {
  if (unit === 'wd') {
    const { date } = addWorkingDays(chinaDay(opensAt), count)
    return new Date(chinaMidnight(addDays(date, 1)).getTime() - 60_000)
  }
  let left = count * 3_600_000
  for (let day = chinaDay(opensAt); ; day = addDays(day, 1)) {
    if (!isWorkingDay(day)) continue
    const begin = Math.max(opensAt.getTime(), chinaMidnight(day).getTime())
    const here = chinaMidnight(addDays(day, 1)).getTime() - begin
    if (left <= here) return new Date(begin + left)
    left -= here
  }
}

/** Whether a claim may still be made, changed or taken back. */
export const takesClaims = ({ state, closesAt }: ClaimWindow, now: Date): boolean => state === 'open' && now < closesAt
