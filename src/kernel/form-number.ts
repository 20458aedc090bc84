import { toHalfWidth } from './text.js'

/** What a person typed into a number field. Missing is a value of its own: it is never zero. */
export type FormNumber =
  | { readonly kind: 'missing' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'fault'; readonly reason: string }

export type FormNumberOptions = {
  /** The unit printed beside the field (`万元`, `%`, `个月`); it may be typed behind the number. */
  readonly unit?: string
  readonly min?: number
  readonly max?: number
  readonly whole?: boolean
}

const LONGEST = 40
/** A double holds fifteen decimal digits exactly. */
const MOST_DIGITS = 15
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/

/**
 * Reads a decimal number as people in China type it: full-width digits and signs, 。 for the point, thousands
 * separators and the field's own unit are understood; scientific and hexadecimal notation, NaN and Infinity are
 * not numbers a person means. Every refusal says in Chinese what is wrong and how to mend it.
 */
export function parseFormNumber(text: string, options: FormNumberOptions = {}): FormNumber {
  const typed = toHalfWidth(text).replaceAll('。', '.').trim()
  if (typed === '') return { kind: 'missing' }
  if (typed.length > LONGEST) return fault('内容太长，请只填写一个数字')
  const digits = withoutUnit(typed, options.unit)
  const notation = notationFault(digits, options.unit)
  if (notation !== null) return fault(notation)
  const value = Number(digits.replaceAll(',', ''))
  return inRange(value === 0 ? 0 : value, options)
}

function withoutUnit(typed: string, unit: string | undefined): string {
  return unit !== undefined && typed.endsWith(unit) ? typed.slice(0, -unit.length).trimEnd() : typed
}

function notationFault(digits: string, unit: string | undefined): string | null {
  if (PLAIN.test(digits) || GROUPED.test(digits)) {
    const significant = digits.replace(/[^\d]/g, '').replace(/^0+/, '')
    return significant.length > MOST_DIGITS ? `数字太长，最多 ${MOST_DIGITS} 位` : null
  }
  if (digits.includes(',') && PLAIN.test(digits.replaceAll(',', ''))) {
    return '千位分隔符的位置不对，请写成 1,000 或 1000'
  }
  if (/^[+-]?[\d.]+$/.test(digits)) return '小数点多于一个或位置不对，请核对'
  if (/^[+-]?[\d.]+e[+-]?\d+$/i.test(digits)) return '请不要用科学计数法，请写成普通数字，例如 300'
  if (/[-~至到]/.test(digits.slice(1)) && /^[\d.,\s~至到-]+$/.test(digits)) return '请填写一个数字，不要填写范围'
  if (/^[+-]?[\d.,]+\s*[%元万亿千百]/.test(digits)) {
    return unit === undefined ? '请只填写数字，不要带单位' : `请按“${unit}”填写，只写数字`
  }
  return '请填写数字，例如 300 或 3.5'
}

function inRange(value: number, { min, max, whole }: FormNumberOptions): FormNumber {
  if (whole === true && !Number.isInteger(value)) return fault('请填写整数')
  if (min !== undefined && value < min) return fault(min === 0 ? '不能是负数' : `不能小于 ${min}`)
  if (max !== undefined && value > max) return fault(`不能大于 ${max}`)
  return { kind: 'number', value }
}

function fault(reason: string): FormNumber {
  return { kind: 'fault', reason }
}
