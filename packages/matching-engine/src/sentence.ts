import { multiple } from './evaluate.js'
import { factIndex } from './fact-values.js'
import type { FactValues } from './fact-values.js'
import { factSpec } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { formatNumber, formatQuantity, formatScalar, formatShare, gapBetween, nameOf } from './format-value.js'
import { WORDS } from './messages.js'
import { factsOfLeaf } from './rule-shape.js'
import { filler } from './template.js'
import type { Template } from './template.js'
import type { FactValue, Leaf, Scalar, Vocabulary } from './types.js'

const SUM = filler(WORDS.sum, 'value', 'times', 'result')
const HAS = filler(WORDS.has, 'list')
const POINTS = filler(WORDS.points, 'gap')
const LOW = filler(WORDS.low, 'gap')
const HIGH = filler(WORDS.high, 'gap')
const FEW = filler(WORDS.few, 'gap')
const MANY = filler(WORDS.many, 'gap')

/** A profile's values, and the text of each as sentences use it, written when first needed. */
export type ProfileText = { readonly values: FactValues; readonly texts: (string | undefined)[] }

export function profileText(values: FactValues): ProfileText {
  return { values, texts: new Array<string | undefined>(values.length) }
}

type Part = (profile: ProfileText) => string

/** Prepares a leaf's sentence, whose label and bound are filled in already, to be completed for any profile. */
export function sentenceOf(parts: Template, leaf: Leaf, vocabulary: Vocabulary): (profile: ProfileText) => string {
  const head = parts[0] ?? ''
  const values: Part[] = []
  const texts: string[] = []
  for (let i = 1; i < parts.length; i += 2) {
    values.push(partOf(parts[i] ?? '', leaf, vocabulary))
    texts.push(parts[i + 1] ?? '')
  }
  const [one, two] = values
  const [between = '', tail = ''] = texts
  // Nearly all sentences have one value or two.
  if (one === undefined) return () => head
  if (two === undefined) return (profile) => head + one(profile) + between
  if (values.length === 2) return (profile) => head + one(profile) + between + two(profile) + tail
  return (profile) => {
    let sentence = head
    for (let i = 0; i < values.length; i += 1) sentence += (values[i]?.(profile) ?? '') + (texts[i] ?? '')
    return sentence
  }
}

function partOf(name: string, leaf: Leaf, vocabulary: Vocabulary): Part {
  switch (name) {
    case 'actual':
      return actualPart(leaf.fact, vocabulary)
    case 'gap':
      return gapPart(leaf)
    case 'sum':
      return sumPart(leaf, vocabulary)
    case 'lack':
      return differencePart(leaf, false, vocabulary)
    case 'extra':
      return differencePart(leaf, true, vocabulary)
    default:
      return missingPart(leaf)
  }
}

/** The value itself; its text is written once per profile, however many sentences contain it. */
function actualPart(fact: string, vocabulary: Vocabulary): Part {
  const spec = factSpec(fact)
  const index = factIndex(fact)
  return ({ values, texts }) => (texts[index] ??= actualText(spec, values[index], vocabulary))
}

function actualText(spec: FactSpec, actual: FactValue | undefined, vocabulary: Vocabulary): string {
  if (actual === undefined) return WORDS.notGiven
  if (typeof actual !== 'object') {
    const text = formatScalar(spec, actual, vocabulary)
    return spec.kind === 'choice' && /^[A-Z]/.test(text) ? ` ${text}` : text
  }
  if (actual.length === 0) return WORDS.noneOfThem
  return HAS(actual.map((item) => nameOf(spec, item, vocabulary)).join(WORDS.comma))
}

/** The members of the bound that the enterprise has (or has not). */
function differencePart(leaf: Leaf, present: boolean, vocabulary: Vocabulary): Part {
  const spec = factSpec(leaf.fact)
  const index = factIndex(leaf.fact)
  const bound: readonly Scalar[] = typeof leaf.value === 'object' && !('of' in leaf.value) ? leaf.value : []
  const wanted = bound.map((item) => ({ item: String(item), name: nameOf(spec, String(item), vocabulary) }))
  return ({ values }) => {
    const actual = values[index]
    const owned = typeof actual === 'object' ? actual : []
    let list = ''
    for (const { item, name } of wanted) {
      if (owned.includes(item) === present) list = list === '' ? name : list + WORDS.comma + name
    }
    return list
  }
}

/** The relative bound as a calculation: 45 万元 × 7 = 315 万元. */
function sumPart({ value }: Leaf, vocabulary: Vocabulary): Part {
  if (typeof value !== 'object' || !('of' in value)) return () => ''
  const spec = factSpec(value.of)
  const index = factIndex(value.of)
  const baseText = actualPart(value.of, vocabulary)
  const times = value.times < 1 ? `${formatShare(value.times)}%` : formatNumber(value.times)
  return (profile) => {
    const base = profile.values[index]
    if (typeof base !== 'number') return ''
    return SUM(baseText(profile), times, formatQuantity(spec, multiple(value.times, base)))
  }
}

/** How far the value is from the bound it misses, worded by the unit: 高 1.4 个百分点, 少 2 年. */
function gapPart({ fact, op, value }: Leaf): Part {
  const spec = factSpec(fact)
  const index = factIndex(fact)
  const relative = typeof value === 'object' && 'of' in value ? value : undefined
  const [first, last] = Array.isArray(value) ? (value as readonly Scalar[]) : [value, value]
  const ofIndex = relative === undefined ? -1 : factIndex(relative.of)
  const [from, to] = [Number(first), Number(last)]
  return ({ values }) => {
    const actual = values[index]
    if (typeof actual !== 'number') return ''
    if (relative === undefined) return gapText(spec, op, actual, from, to)
    const base = values[ofIndex]
    if (typeof base !== 'number') return ''
    const bound = multiple(relative.times, base)
    return gapText(spec, op, actual, bound, bound)
  }
}

function gapText(spec: FactSpec, op: Leaf['op'], actual: number, from: number, to: number): string {
  const low = actual < from
  const size = gapBetween(actual, low ? from : to)
  const gap = spec.unit === '%' ? POINTS(formatNumber(size)) : formatQuantity(spec, size)
  if (op === '>' || op === '<') {
    if (actual === from) return WORDS.atBound
  } else if (op !== 'between') return gap
  if (spec.unit === '%') return low ? LOW(gap) : HIGH(gap)
  return low ? FEW(gap) : MANY(gap)
}

function missingPart(leaf: Leaf): Part {
  const facts = factsOfLeaf(leaf).map((fact) => ({ index: factIndex(fact), label: factSpec(fact).label }))
  return ({ values }) =>
    facts
      .filter(({ index }) => values[index] === undefined)
      .map(({ label }) => label)
      .join(WORDS.and)
}
