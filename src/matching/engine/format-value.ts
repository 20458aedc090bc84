import { factSpec, isNumeric } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import type { FactValue, Scalar, Vocabulary } from './types.js'
import { CHOICE_NAMES, YES_NO, WORDS } from './messages.js'

const YI = 10_000

/** A number with thousands separators and without needless decimals; at most six of them. */
export function formatNumber(value: number): string {
  if (value >= 0 && value < 1000 && Number.isInteger(value)) return String(value)
  const text = String(Math.round(value * 1e6) / 1e6)
  const magnitude = Math.abs(value)
  if (magnitude < 1000 || magnitude >= 1e15) return text
  const dot = text.indexOf('.')
  const whole = dot < 0 ? text : text.slice(0, dot)
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (dot < 0 ? '' : text.slice(dot))
}

/** An amount given in 万元, as 亿元 from ten thousand on where that is not longer: 3.8 亿元, 494.4 万元. */
export function formatWan(wan: number): string {
  const yi = wan / YI
  const short =
    Math.abs(wan) >= YI && Math.abs(yi * YI - wan) < 1e-6 && Math.abs(yi * 1e4 - Math.round(yi * 1e4)) < 1e-6
  return short ? `${formatNumber(yi)} 亿元` : `${formatNumber(wan)} 万元`
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
