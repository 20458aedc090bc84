import {
  addMonths,
  isLawDate,
  type LawDate,
  addDays,
  daysBetween,
  partsOf,
  wholeMonthsBetween,
} from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import type { BasisPoints } from '../kernel/percent.js'
import type { OfferedMethod, PlannedPart } from './monthly-loan.js'
import type { DayCountName } from './offer-terms.js'

/** Money paid out on a day; it bears interest from that day on. */
export type DatedDrawdown = { readonly on: LawDate; readonly amountFen: Fen }

/** A part of the principal, repaid on a day. */
export type DatedPart = { readonly on: LawDate; readonly amountFen: Fen }

/** A loan by calendar days: its drawdowns and the repayment terms of the contract. */
export type DatedLoan = {
  /** In any order; at least one. */
  readonly drawdowns: readonly DatedDrawdown[]
  readonly method: OfferedMethod
  /** With 按计划还本: parts by day, or by months after the first drawdown (paid on the due day then or next). */
  readonly plan?: readonly (PlannedPart | DatedPart)[]
  /** Yearly contract rate. */
  readonly rateBp: BasisPoints
  readonly dayCount: DayCountName
  /** The first day on which an instalment falls due. */
  readonly firstDueOn: LawDate
  /** The day of the month of the later ones, 1 to 31; the last of the month where it has no such day. */
  readonly dueDay: number
  /**
   * Interest, in fractions of a fen, that had run up before the first drawdown here and falls due with the first
   * instalment: for a list that is recalculated in the middle of a period. Default: none.
   */
  readonly carriedInterest?: number
} & ({ readonly maturityOn: LawDate } | { readonly months: number })

export const firstDrawdownOn = ({ drawdowns }: DatedLoan): LawDate =>
  drawdowns.reduce((first, { on }) => (on < first ? on : first), drawdowns[0]?.on ?? '')

/** The last day of the loan: as agreed, or so many months after the first drawdown. */
export const maturityOf = (loan: DatedLoan): LawDate =>
  'maturityOn' in loan ? loan.maturityOn : addMonths(firstDrawdownOn(loan), loan.months)

/** The day a planned part is meant for; it is paid on that due day or the next. */
export const plannedOn = (loan: DatedLoan, part: PlannedPart | DatedPart): LawDate =>
  'on' in part ? part.on : addMonths(firstDrawdownOn(loan), part.month)

/** @throws RangeError for impossible terms; the message is for developers. */
export function assertDatedLoan(loan: DatedLoan): void {
  const { drawdowns, method, plan = [], rateBp, firstDueOn, dueDay } = loan
  const amounts = [...drawdowns, ...plan].map(({ amountFen }) => amountFen)
  if (drawdowns.length === 0) throw new RangeError('nothing has been drawn')
  if (amounts.some((fen) => !Number.isSafeInteger(fen) || fen <= 0)) throw new RangeError('not an amount in fen')
  if (!Number.isFinite(rateBp) || rateBp < 0) throw new RangeError(`not a rate: ${rateBp} bp`)
  if (!Number.isInteger(dueDay) || dueDay < 1 || dueDay > 31) throw new RangeError(`not a day of a month: ${dueDay}`)
  if ('months' in loan && (!Number.isInteger(loan.months) || loan.months < 1)) throw new RangeError('not a term')
  const maturityOn = maturityOf(loan)
  if (![firstDueOn, maturityOn].every(isLawDate)) throw new RangeError('not a day')
  if (firstDueOn <= firstDrawdownOn(loan)) throw new RangeError('the first due day lies before the first drawdown')
  if (drawdowns.some(({ on }) => on >= maturityOn)) throw new RangeError('drawn after the loan was to be repaid')
  if (method === '按计划还本' && plan.length === 0) throw new RangeError('a plan is missing')
  if (plan.some((part) => 'on' in part && part.on > maturityOn)) throw new RangeError('planned after the end')
  if (plan.length > 0 && !plan.some((part) => plannedOn(loan, part) >= maturityOn)) {
    throw new RangeError('the plan does not go on to the end of the loan')
  }
}

/**
 * The days on which instalments fall due: the first, then the due day of every month, and the last day of the loan;
 * with 按计划还本 also the days of the plan; with 到期一次还本付息 the last day alone.
 */
export function dueDays(loan: DatedLoan): readonly LawDate[] {
  const maturityOn = maturityOf(loan)
  if (loan.method === '到期一次还本付息') return [maturityOn]
  const days = new Set<LawDate>()
  const monthOfFirst = addDays(loan.firstDueOn, 1 - partsOf(loan.firstDueOn).day)
  let due = loan.firstDueOn
  for (let month = 1; due < maturityOn; month += 1) {
    days.add(due)
    due = dayOf(addMonths(monthOfFirst, month), loan.dueDay)
  }
  if (loan.method === '按计划还本') for (const part of loan.plan ?? []) if ('on' in part) days.add(part.on)
  return [...days.add(maturityOn)].toSorted()
}

/** The day of a month, or its last where it has no such day. */
function dayOf(firstOfMonth: LawDate, day: number): LawDate {
  const length = daysBetween(firstOfMonth, addMonths(firstOfMonth, 1))
  return addDays(firstOfMonth, Math.min(day, length) - 1)
}

/**
 * How long money is borrowed from one day to another, as a fraction of a year; the first day counts, the last does not
 * (算头不算尾). By months (整月按月、零头天数按日): whole months are 1/12 each, from one due day to the next is a whole
 * month, odd days count 1/360.
 */
export function yearFraction(from: LawDate, to: LawDate, dayCount: DayCountName, dueDay: number): number {
  if (dayCount !== 'month') return daysBetween(from, to) / (dayCount === 'actual/360' ? 360 : 365)
  if (isDueDay(from, dueDay) && isDueDay(to, dueDay)) return calendarMonths(from, to) / 12
  const months = wholeMonthsBetween(from, to)
  return months / 12 + daysBetween(addMonths(from, months), to) / 360
}

function isDueDay(date: LawDate, dueDay: number): boolean {
  return dayOf(addDays(date, 1 - partsOf(date).day), dueDay) === date
}

function calendarMonths(from: LawDate, to: LawDate): number {
  const [start, end] = [partsOf(from), partsOf(to)]
  return (end.year - start.year) * 12 + end.month - start.month
}
