import { groupDigits } from '../../kernel/text.js'

/** Working or calendar days with one decimal. */
export const daysText = (days: number): string => `${groupDigits(days, 1)} 天`
export const shareText = (share: number): string => `${groupDigits(share * 100, 1)}%`
/** Basis points with their sign. */
export const bpText = (bp: number): string => `${bp > 0 ? '+' : ''}${groupDigits(bp, 0)} 基点`
