import { multiple } from './evaluate.js'
import { placeOfFact } from './fact-values.js'
import { factSpec } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { formatNumber, formatQuantity, formatScalar, formatShare, gapBetween, nameOf } from './format-value.js'
import { WORDS } from './messages.js'
import type { Reading } from './reading.js'
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

type Part = (reading: Reading) => string

/** A leaf's sentence whose label and bound are filled in, ready to be completed with one profile after another. */
export function spoken(parts: Template, leaf: Leaf, vocabulary: Vocabulary): (reading: Reading) => string {
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
  if (two === undefined) return (reading) => head + one(reading) + between
  if (values.length === 2) return (reading) => head + one(reading) + between + two(reading) + tail
  return (reading) => {
    let sentence = head
    for (let i = 0; i < values.length; i += 1) sentence += (values[i]?.(reading) ?? '') + (texts[i] ?? '')
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

/** The value itself, written out once for a profile however many sentences say it. */
function actualPart(fact: string, vocabulary: Vocabulary): Part {
  const spec = factSpec(fact)
  const place = placeOfFact(fact)
  return ({ values, texts }) => (texts[place] ??= actualText(spec, values[place], vocabulary))
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
  const place = placeOfFact(leaf.fact)
  const bound: readonly Scalar[] = typeof leaf.value === 'object' && !('of' in leaf.value) ? leaf.value : []
  const wanted = bound.map((item) => ({ item: String(item), name: nameOf(spec, String(item), vocabulary) }))
  return ({ values }) => {
    const actual = values[place]
    const owned = typeof actual === 'object' ? actual : []
    let list = ''
    for (const { item, name } of wanted) {
      if (owned.includes(item) === present) list = list === '' ? name : list + WORDS.comma + name
    }
    return list
  }
}

/** The relative bound worked out: 45 万元 × 7 = 315 万元. */
function sumPart({ value }: Leaf, vocabulary: Vocabulary): Part {
  if (typeof value !== 'object' || !('of' in value)) return () => ''
  const spec = factSpec(value.of)
  const place = placeOfFact(value.of)
  const baseText = actualPart(value.of, vocabulary)
  const times = value.times < 1 ? `${formatShare(value.times)}%` : formatNumber(value.times)
  return (reading) => {
    const base = reading.values[place]
    if (typeof base !== 'number') return ''
    return SUM(baseText(reading), times, formatQuantity(spec, multiple(value.times, base)))
  }
}

/** How far the value is from the bound it misses, in the words of its kind: 高 1.4 个百分点, 少 2 年. */
function gapPart({ fact, op, value }: Leaf): Part {
  const spec = factSpec(fact)
  const place = placeOfFact(fact)
  const relative = typeof value === 'object' && 'of' in value ? value : undefined
  const [first, last] = Array.isArray(value) ? (value as readonly Scalar[]) : [value, value]
  const ofPlace = relative === undefined ? -1 : placeOfFact(relative.of)
  const [from, to] = [Number(first), Number(last)]
  return ({ values }) => {
    const actual = values[place]
    if (typeof actual !== 'number') return ''
    if (relative === undefined) return gapText(spec, op, actual, from, to)
    const base = values[ofPlace]
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
  const facts = factsOfLeaf(leaf).map((fact) => ({ place: placeOfFact(fact), label: factSpec(fact).label }))
  return ({ values }) =>
    facts
      .filter(({ place }) => values[place] === undefined)
      .map(({ label }) => label)
      .join(WORDS.and)
}
