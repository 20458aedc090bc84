import { covers, evaluate } from './evaluate.js'
import type { FactSpec } from './fact-spec.js'
import { isNumeric } from './facts.js'
import { literalsOf } from './rule-shape.js'
import type { FactValue, Leaf, Scalar } from './types.js'

/** The code of a missing value in every field. */
export const MISSING = 0

/**
 * Maps the values of one field to small codes, one for each class of values that its leaves distinguish: every leaf
 * of the field has the same state on all values of one code.
 */
export type FieldCodes = {
  /** How many codes there are, 0 = missing included. */
  readonly size: number
  readonly encode: (value: FactValue | undefined) => number
  /** State of a leaf of this field on a code other than missing. */
  readonly passes: (leaf: Leaf, code: number) => boolean
  /** For numbers: the bounds between the codes, ascending. */
  readonly thresholds?: Float64Array
}

/** The codes of a field, from its leaves without a relative bound. Sets have bit masks instead. */
export function fieldCodes(spec: FactSpec, leaves: readonly Leaf[]): FieldCodes {
  if (isNumeric(spec)) return numberCodes(spec, leaves)
  if (spec.kind === 'boolean') return wordCodes(spec, [false, true])
  if (spec.kind === 'choice') return wordCodes(spec, spec.values ?? [])
  return prefixCodes(spec, leaves)
}

/** B thresholds divide the line into 2B + 1 elementary intervals; each threshold is an interval of its own. */
function numberCodes(spec: FactSpec, leaves: readonly Leaf[]): FieldCodes {
  const thresholds = Float64Array.from(new Set(leaves.flatMap((leaf) => literalsOf(leaf).map(Number)))).sort()
  const representative = (code: number): number => {
    const place = code - 1
    const at = thresholds[place >> 1]
    if (place % 2 === 1) return at ?? 0
    const before = thresholds[(place >> 1) - 1]
    if (before === undefined) return (at ?? 0) - 1
    return at === undefined ? before + 1 : before + (at - before) / 2
  }
  return {
    thresholds,
    size: thresholds.length * 2 + 2,
    encode: (value) => (typeof value === 'number' ? intervalOf(thresholds, value) : MISSING),
    passes: (leaf, code) => evaluate(leaf, { [spec.name]: representative(code) }) === 'pass',
  }
}

/** 1 below all thresholds, 2 on the first, 3 between the first and the second, and so on. */
export function intervalOf(thresholds: Float64Array, value: number): number {
  let low = 0
  let high = thresholds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((thresholds[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low * 2 + (thresholds[low] === value ? 2 : 1)
}

function wordCodes(spec: FactSpec, values: readonly Scalar[]): FieldCodes {
  const codeOf = new Map<unknown, number>(values.map((value, i) => [value, i + 1]))
  return {
    size: values.length + 1,
    encode: (value) => codeOf.get(value) ?? MISSING,
    passes: (leaf, code) => evaluate(leaf, { [spec.name]: values[code - 1] ?? '' }) === 'pass',
  }
}

/**
 * A code value is classified by the longest prefix that covers it (every shorter one covers it as well), or by the
 * literal it equals when leaves compare for equality.
 */
function prefixCodes(spec: FactSpec, leaves: readonly Leaf[]): FieldCodes {
  const all = (prefix: boolean) =>
    [...new Set(leaves.filter((leaf) => (leaf.op === 'prefixIn') === prefix).flatMap(literalsOf))].map(String)
  const [prefixes, literals] = [all(true), all(false)]
  const codeOfPrefix = new Map(prefixes.map((prefix, i) => [prefix, i + 2]))
  const codeOfLiteral = new Map(literals.map((literal, i) => [literal, prefixes.length + i + 2]))
  const separated = spec.kind === 'green'
  const encode = (value: FactValue | undefined): number => {
    if (typeof value !== 'string') return MISSING
    const exact = codeOfLiteral.get(value)
    if (exact !== undefined) return exact
    for (let end = value.length; end > 0; end -= 1) {
      if (separated && end < value.length && value[end] !== '.') continue
      const code = codeOfPrefix.get(value.slice(0, end))
      if (code !== undefined) return code
    }
    return 1
  }
  const passes = (leaf: Leaf, code: number): boolean => {
    const literal = literals[code - 2 - prefixes.length]
    if (leaf.op !== 'prefixIn') return evaluate(leaf, { [spec.name]: literal ?? '\u0000' }) === 'pass'
    const value = literal ?? prefixes[code - 2]
    return value !== undefined && literalsOf(leaf).some((prefix) => covers(spec.name, String(prefix), value))
  }
  return { size: prefixes.length + literals.length + 2, encode, passes }
}
