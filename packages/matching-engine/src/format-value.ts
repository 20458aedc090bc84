import { factSpec, isNumeric } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import type { FactValue, Scalar, Vocabulary } from './types.js'
import { CHOICE_NAMES, YES_NO, WORDS } from './messages.js'

const YI = 10_000

/** 000 to 999: what follows a thousands separator. */
const THREE_DIGITS: readonly string[] = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'))

/** Whole numbers below this are written digit by digit. */
const PLAIN_BELOW = 9e9

/**
 * A number with thousands separators and without trailing zeros. It is never rounded: the text shows the number that is
 * compared, so that two different numbers look different and only zero is shown as 0.
 */
export function formatNumber(value: number): string {
  if (value >= 0 && value < PLAIN_BELOW && Number.isInteger(value)) return grouped(value)
  const hundredths = Math.round(value * 100)
  if (value >= 0 && value < EXACT_CENTS_BELOW && hundredths / 100 === value) return twoDecimals(hundredths)
  const text = plainDecimal(value)
  const magnitude = Math.abs(value)
  if (magnitude < 1000 || magnitude >= 1e15) return text
  const dot = text.indexOf('.')
  const whole = dot < 0 ? text : text.slice(0, dot)
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (dot < 0 ? '' : text.slice(dot))
}

/** Numbers closer to zero than this keep their exponent; without it they would be long rows of zeros. */
const PLAIN_FROM = 1e-30

/** The shortest decimal that reads back as the number, without an exponent: 0.0000001. */
function plainDecimal(value: number): string {
  const text = String(value)
  const [mantissa = '', exponent] = text.split('e-')
  if (exponent === undefined || Math.abs(value) < PLAIN_FROM) return text
  const digits = mantissa.replace(/[-.]/g, '')
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(Number(exponent) - 1)}${digits}`
}

/** How many decimals a number is written with. */
function decimalsOf(value: number): number {
  const [, decimals = ''] = plainDecimal(value).split('.')
  return Math.min(100, decimals.length)
}

/** Whether a number is exact to six decimals: to one fen where it is money in 万元. */
function isExactToSix(value: number): boolean {
  return Math.round(value * 1e6) / 1e6 === value
}

/**
 * The difference of two different numbers in decimal arithmetic: to six decimals, to more when one of the two has
 * more, and never 0.
 */
export function gapBetween(one: number, other: number): number {
  const gap = Math.abs(one - other)
  if (isExactToSix(one) && isExactToSix(other)) return Math.round(gap * 1e6) / 1e6
  return Number(gap.toFixed(Math.max(decimalsOf(one), decimalsOf(other)))) || gap
}

/** A share as a percentage in decimal arithmetic: 0.07 is 7, not 7.000000000000001. */
export function formatShare(share: number): string {
  return formatNumber(Number((share * 100).toPrecision(15)))
}

/** Numbers of at most two decimals below this are written digit by digit. */
const EXACT_CENTS_BELOW = 1e9

/** .01 to .99: the decimals after a whole number, without a trailing zero. */
const DECIMALS: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n / 100).slice(1))

function twoDecimals(hundredths: number): string {
  const whole = Math.floor(hundredths / 100)
  return grouped(whole) + (DECIMALS[hundredths - whole * 100] ?? '')
}

function grouped(whole: number): string {
  if (whole < 1000) return String(whole)
  const thousands = Math.floor(whole / 1000)
  return `${grouped(thousands)},${THREE_DIGITS[whole - thousands * 1000] ?? ''}`
}

/** An amount in 万元; from ten thousand on in 亿元 when that is not longer: 3.8 亿元, 494.4 万元. */
export function formatWan(wan: number): string {
  if (wan > -YI && wan < YI) return `${formatNumber(wan)} 万元`
  return Number.isInteger(wan) ? `${formatNumber(wan / YI)} 亿元` : `${formatNumber(wan)} 万元`
}

/** A number with the unit of its fact: 75%, 3 年, 3.8 亿元. */
export function formatQuantity(spec: FactSpec, value: number): string {
  if (spec.unit === '万元') return formatWan(value)
  if (spec.unit === '%') return `${formatNumber(value)}%`
  return `${formatNumber(value)} ${spec.unit}`
}

/** One value of a fact as a person reads it, with names for codes. */
export function formatScalar(spec: FactSpec, value: Scalar, vocabulary?: Vocabulary): string {
  if (typeof value === 'number') return isNumeric(spec) ? formatQuantity(spec, value) : String(value)
  if (typeof value === 'boolean') return value ? WORDS.yes : WORDS.no
  return nameOf(spec, value, vocabulary)
}

/** The name of a choice or a code; the code itself when it has none. */
export function nameOf(spec: FactSpec, code: string, vocabulary?: Vocabulary): string {
  switch (spec.kind) {
    case 'industry':
      return withCode(code, vocabulary?.industries.get(code))
    case 'green':
      return code === '' ? WORDS.notGreen : withCode(code, vocabulary?.greenClasses.get(code))
    case 'banks':
      return vocabulary?.banks.get(code) ?? code
    case 'choice':
      return CHOICE_NAMES.get(`${spec.name}=${code}`) ?? code
    default:
      return code
  }
}

function withCode(code: string, name: string | undefined): string {
  return name === undefined ? code : `${name}（${code}）`
}

/**
 * A fact's value for the column 您的情况: with unit, names for codes and 没有 for an empty set. Unknown is 未填写.
 */
export function formatValue(fact: string, value: FactValue | null | undefined, vocabulary?: Vocabulary): string {
  if (value === null || value === undefined) return WORDS.notGiven
  const spec = factSpec(fact)
  if (typeof value === 'boolean') return YES_NO.get(fact)?.[value ? 'shortYes' : 'shortNo'] ?? formatScalar(spec, value)
  if (typeof value === 'object') {
    return value.length === 0 ? WORDS.none : value.map((item) => nameOf(spec, item, vocabulary)).join('、')
  }
  return formatScalar(spec, value, vocabulary)
}
