import { addDays, addMonths, daysBetween, partsOf, wholeMonthsBetween, type LawDate } from '../kernel/dates.js'
import { maturityOf, type DatedLoan } from './dated-loan.js'
import type { DayCountName } from './terms.js'

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
export function yearsBetween(from: LawDate, to: LawDate, dayCount: DayCountName, dueDay: number): number {
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
