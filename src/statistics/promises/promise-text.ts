import { formatDate } from '../../kernel/dates.js'
import { groupDigits } from '../../kernel/text.js'
import { dateOf, type Day } from '../figures/day.js'

/** Working or calendar days with one decimal. */
export const daysText = (days: number): string => `${groupDigits(days, 1)} 天`
export const percentText = (share: number): string => `${groupDigits(share * 100, 1)}%`
/** A day that has not come says so. */
export const dayText = (day: Day | null): string => (day === null ? '无' : formatDate(dateOf(day)))
/** Basis points with their sign. */
export const bpText = (bp: number): string => `${bp > 0 ? '+' : ''}${groupDigits(bp, 0)} 基点`
