import { parseFormNumber } from './form-number.js'
import { failed, ok, type Result } from './result.js'
import { groupDigits, twoDecimals } from './text.js'

/** An amount of money in fen (分), always a whole number; exact up to 90 万亿元. */
export type Fen = number

const FEN_PER_YUAN = 100
const FEN_PER_WAN = 1_000_000
const WAN_PER_YI = 10_000

/** 四舍五入: to the nearest whole number, halves away from zero. */
export function roundHalfUp(value: number): number {
  const rounded = Math.sign(value) * Math.round(Math.abs(value))
  return rounded === 0 ? 0 : rounded
}

function wholeFen(value: number, what: string): Fen {
  const fen = roundHalfUp(value)
  if (!Number.isSafeInteger(fen)) throw new RangeError(`${what} is outside the range of exact fen`)
  return fen
}

/** 元 → fen, half up. @throws RangeError when the amount is not finite or too large to be exact. */
export function fenFromYuan(yuan: number): Fen {
  return wholeFen(yuan * FEN_PER_YUAN, `${yuan} 元`)
}

/** 万元 → fen, half up. @throws RangeError when the amount is not finite or too large to be exact. */
export function fenFromWan(wan: number): Fen {
  return wholeFen(wan * FEN_PER_WAN, `${wan} 万元`)
}

/** fen → 万元, for the edge only (facts, forms, catalogue). */
export function wanFromFen(fen: Fen): number {
  return fen / FEN_PER_WAN
}

/** Reads an amount typed in 万元 (“1,000”, “３．５万元”). Empty is `null`; a fault is a Chinese sentence. */
export function parseWan(text: string): Result<Fen | null> {
  return parseAmount(text, '万元', FEN_PER_WAN)
}

/** Reads an amount typed in 元. Empty is `null`; a fault is a Chinese sentence. */
export function parseYuan(text: string): Result<Fen | null> {
  return parseAmount(text, '元', FEN_PER_YUAN)
}

function parseAmount(text: string, unit: string, fenPerUnit: number): Result<Fen | null> {
  const read = parseFormNumber(text, { unit })
  if (read.kind === 'missing') return ok(null)
  if (read.kind === 'fault') return failed(read.reason)
  const fen = roundHalfUp(read.value * fenPerUnit)
  return Number.isSafeInteger(fen) ? ok(fen) : failed('金额太大，请核对单位')
}

/** fen → `12,345.60 元`, always two decimals. */
export function formatYuan(fen: Fen): string {
  return `${twoDecimals(fen / FEN_PER_YUAN)} 元`
}

/**
 * 万元 as people read it: `1,000 万元`; from 10,000 万元 on as `3.8 亿元`, at most four decimals (to the 万元).
 * An amount that is not known has no place here: the view writes 未公布 or 未填写.
 */
export function formatWan(wan: number): string {
  if (Math.abs(wan) < WAN_PER_YI) return formatExactWan(wan)
  return `${groupDigits(wan / WAN_PER_YI, 4)} 亿元`
}

/** The exact figure for a hover text or print: 万元 to the fen, never turned into 亿元. */
export function formatExactWan(wan: number): string {
  return `${groupDigits(wan, 6)} 万元`
}

/** A sum in fen as people read it: 万元, from one 亿 on 亿元. */
export const wanText = (fen: Fen): string => formatWan(wanFromFen(fen))

/** A sum in fen in 万元 to the fen, however large. */
export const exactWanText = (fen: Fen): string => formatExactWan(wanFromFen(fen))
