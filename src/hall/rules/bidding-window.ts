import { isEnded, type Application, type FinancingRequest } from '../../applications/index.js'
import { addDays, chinaDay, chinaMidnight } from '../../kernel/dates.js'
import { addWorkingDays, isWorkingDay } from '../../kernel/working-days.js'
import { PLACES } from './allocate-places.js'

/** How long a window is open: in whole working days (`wd`), or in hours (`h`) that run on working days only. */
export type WindowLength = { readonly unit: 'wd' | 'h'; readonly count: number }

/** One round of sealed bids for the free places of a request. */
export type BiddingWindow = {
  readonly id: string
  readonly requestId: string
  /** The hall's own application of the request. */
  readonly hallId: string
  /** 1, 2, 3 … of this request. */
  readonly number: number
  /** How many windows in a row ended without a bid before this one. */
  readonly emptyBefore: number
  readonly opensAt: Date
  readonly closesAt: Date
  /** `void`: the request left the hall while the window was open. */
  readonly state: 'open' | 'closed' | 'void'
  readonly closedAt: Date | null
  /** How many places were allocated; null while the window is open. */
  readonly given: number | null
  /** Counts changes. A bid increases it, so that a bid and the closing of the window exclude each other. */
  readonly version: number
}

/**
 * The instant at which a window closes; bids at or after it are refused. In working days it is 23:59 of the last day, the
 * opening day not counted (《民法典》第二百零一条), so that every bank has at least that many full working days.
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

/** Whether a bid may be made, changed or withdrawn. */
export const acceptsBids = ({ state, closesAt }: BiddingWindow, now: Date): boolean =>
  state === 'open' && now < closesAt

/** Whether the bank has a product that fits or may fit and the enterprise has not excluded it. */
export const isOpenToBank = (bankId: string, { products, excludedBanks }: FinancingRequest): boolean =>
  !excludedBanks.includes(bankId) && products.some((product) => product.bankId === bankId)

/** Whether the bank may bid: a bank that has or had a place on the request may not bid again. */
export const mayBid = (bankId: string, request: FinancingRequest, applications: readonly Application[]): boolean =>
  isOpenToBank(bankId, request) && !applications.some((one) => one.kind === 'bank' && one.bankId === bankId)

/** Whether this is the application of a bank that works on the request. */
export const holdsPlace = ({ kind, state }: Application): boolean => kind === 'bank' && !isEnded(state)

/** How many places no bank holds. */
export const freePlaces = (applications: readonly Application[]): number =>
  Math.max(0, PLACES - applications.filter(holdsPlace).length)
