import { boundOf, multiple } from './evaluate.js'
import { factOf } from './fact-spec.js'
import { factSpec, isNumeric, isSet } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { formatQuantity, formatNumber, formatScalar, nameOf } from './format-value.js'
import { SENTENCES, SPECIAL_SENTENCES, WORDS, YES_NO, YES_NO_SENTENCES } from './messages.js'
import type { Wording } from './messages.js'
import { factsOfLeaf } from './rule-shape.js'
import { fill, filler, spaced, template } from './template.js'
import type { Template } from './template.js'
import type { FactValue, Facts, Leaf, Scalar, State, Vocabulary } from './types.js'

/** Prefix lists longer than this are cut to their first names and `等 N 类`. */
const NAMES_SHOWN = 3

const SUM = filler(WORDS.sum, 'value', 'times', 'result')
const POINTS = filler(WORDS.points, 'gap')
const LOW = filler(WORDS.low, 'gap')
const HIGH = filler(WORDS.high, 'gap')
const FEW = filler(WORDS.few, 'gap')
const MANY = filler(WORDS.many, 'gap')

/** What can be said of one leaf: the condition alone, and a sentence for each state. */
export type LeafText = {
  readonly condition: string
  readonly sentence: (state: State, facts: Facts) => string
}

/** Prepares the sentences of a leaf: label and bound are filled in once, the enterprise's value on each call. */
export function leafText(leaf: Leaf, vocabulary: Vocabulary): LeafText {
  const spec = factSpec(leaf.fact)
  if (spec.kind === 'boolean') return yesNoText(leaf, spec)
  const wording = wordingOf(leaf, spec)
  const source = specialSentences(leaf) ?? SENTENCES[wording][leaf.op]
  if (source === undefined) throw new Error(`no sentence for ${leaf.op} on ${leaf.fact}`)
  const fixed = { label: spec.label, bound: boundText(leaf, spec, vocabulary), base: baseText(leaf) }
  const of: Record<State, Template> = {
    pass: template(spaced(fill(source.pass, fixed))),
    fail: template(spaced(fill(source.fail, fixed))),
    unknown: template(spaced(fill(source.unknown, fixed))),
  }
  return {
    condition: spaced(fill(source.condition, fixed)),
    sentence: (state, facts) => complete(of[state], leaf, spec, facts, vocabulary),
  }
}

function specialSentences({ fact, op, value }: Leaf) {
  return typeof value === 'object' ? undefined : SPECIAL_SENTENCES.get(`${fact} ${op} ${value}`)
}

function wordingOf(leaf: Leaf, spec: FactSpec): Wording {
  if (typeof leaf.value === 'object' && 'of' in leaf.value) return 'relative'
  if (isNumeric(spec)) return spec.unit === '%' ? 'level' : 'count'
  if (isSet(spec)) return 'set'
  return spec.kind === 'choice' ? 'word' : 'code'
}

function yesNoText(leaf: Leaf, spec: FactSpec): LeafText {
  const phrases = YES_NO.get(spec.name)
  if (phrases === undefined) throw new Error(`no phrases for ${spec.name}`)
  const wanted = (leaf.value === true) === (leaf.op === '=')
  const must = wanted ? phrases.mustYes : phrases.mustNo
  const of = {
    pass: filler(YES_NO_SENTENCES.pass, 'must', 'actual'),
    fail: filler(YES_NO_SENTENCES.fail, 'must', 'actual'),
    unknown: filler(YES_NO_SENTENCES.unknown, 'must', 'actual'),
  }
  return {
    condition: wanted ? phrases.yes : phrases.no,
    sentence: (state, facts) => of[state](must, facts[spec.name] === true ? phrases.yes : phrases.no),
  }
}

function boundText(leaf: Leaf, spec: FactSpec, vocabulary: Vocabulary): string {
  const { value, op } = leaf
  if (typeof value !== 'object') return formatScalar(spec, value, vocabulary)
  if ('of' in value) return ''
  const [from = 0, to = 0] = value
  if (op === 'between') {
    return fill(WORDS.range, { from: formatScalar(spec, from, vocabulary), to: formatScalar(spec, to, vocabulary) })
  }
  return joined(shortNames(value, spec, vocabulary), op === 'hasAll' ? WORDS.and : WORDS.or, value.length)
}

/** The names of a list of values; of codes only the first few. */
export function shortNames(values: readonly Scalar[], spec: FactSpec, vocabulary: Vocabulary): readonly string[] {
  const coded = spec.kind === 'industry' || spec.kind === 'green'
  if (!coded) return values.map((value) => formatScalar(spec, value, vocabulary))
  const names = spec.kind === 'industry' ? vocabulary.industries : vocabulary.greenClasses
  const shown = values
    .slice(0, NAMES_SHOWN)
    .map((code) => names.get(String(code)) ?? nameOf(spec, String(code), vocabulary))
  return shown.some((name) => name.includes(WORDS.comma)) ? shown.map((name) => fill(WORDS.quotes, { name })) : shown
}

/** `A、B或M`, or `A、B、C等 9 类` when only some of the names are shown. */
export function joined(names: readonly string[], last: string, total: number): string {
  if (names.length < total) return fill(WORDS.more, { list: names.join(WORDS.comma), count: String(total) })
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(WORDS.comma)}${last}${names.at(-1) ?? ''}`
}

function baseText({ value }: Leaf): string {
  if (typeof value !== 'object' || !('of' in value)) return ''
  const base = factSpec(value.of).label
  if (value.times === 1) return base
  return value.times < 1
    ? fill(WORDS.share, { base, times: formatNumber(value.times * 100) })
    : fill(WORDS.times, { base, times: formatNumber(value.times) })
}

function complete(parts: Template, leaf: Leaf, spec: FactSpec, facts: Facts, vocabulary: Vocabulary): string {
  let text = parts[0] ?? ''
  for (let i = 1; i < parts.length; i += 2) {
    text += runtimeValue(parts[i] ?? '', leaf, spec, facts, vocabulary) + (parts[i + 1] ?? '')
  }
  return text
}

function runtimeValue(name: string, leaf: Leaf, spec: FactSpec, facts: Facts, vocabulary: Vocabulary): string {
  const actual = facts[leaf.fact]
  switch (name) {
    case 'actual':
      return actualText(spec, actual, vocabulary)
    case 'gap':
      return gapText(leaf, spec, facts)
    case 'sum':
      return sumText(leaf, facts)
    case 'lack':
      return setDifference(leaf.value, actual, false)
        .map((item) => nameOf(spec, item, vocabulary))
        .join(WORDS.comma)
    case 'extra':
      return setDifference(leaf.value, actual, true)
        .map((item) => nameOf(spec, item, vocabulary))
        .join(WORDS.comma)
    default:
      return factsOfLeaf(leaf)
        .filter((fact) => factOf(facts, fact) === undefined)
        .map((fact) => factSpec(fact).label)
        .join(WORDS.and)
  }
}

function actualText(spec: FactSpec, actual: FactValue | undefined, vocabulary: Vocabulary): string {
  if (actual === undefined) return WORDS.notGiven
  if (typeof actual !== 'object') {
    const text = formatScalar(spec, actual, vocabulary)
    return spec.kind === 'choice' && /^[A-Z]/.test(text) ? ` ${text}` : text
  }
  if (actual.length === 0) return WORDS.noneOfThem
  return fill(WORDS.has, { list: actual.map((item) => nameOf(spec, item, vocabulary)).join(WORDS.comma) })
}

/** The members of the bound that the enterprise has (or has not). */
function setDifference(bound: Leaf['value'], actual: FactValue | undefined, present: boolean): readonly string[] {
  const wanted: readonly Scalar[] = typeof bound === 'object' && !('of' in bound) ? bound : []
  const owned = typeof actual === 'object' ? actual : []
  return wanted.map(String).filter((item) => owned.includes(item) === present)
}

function sumText({ value }: Leaf, facts: Facts): string {
  if (typeof value !== 'object' || !('of' in value)) return ''
  const base = facts[value.of]
  if (typeof base !== 'number') return ''
  const spec = factSpec(value.of)
  const times = value.times < 1 ? `${formatNumber(value.times * 100)}%` : formatNumber(value.times)
  return SUM(formatQuantity(spec, base), times, formatQuantity(spec, multiple(value.times, base)))
}

/** How far the value is from the bound it misses, in the words of its kind: 高 1.4 个百分点, 少 2 年. */
function gapText(leaf: Leaf, spec: FactSpec, facts: Facts): string {
  const actual = facts[leaf.fact]
  const bound = boundOf(leaf, facts)
  if (typeof actual !== 'number' || bound === undefined) return ''
  const [from, to] = typeof bound === 'object' ? [Number(bound[0]), Number(bound[1])] : [Number(bound), Number(bound)]
  const low = actual < from
  const size = Math.round(Math.abs(actual - (low ? from : to)) * 1e6) / 1e6
  const gap = spec.unit === '%' ? POINTS(formatNumber(size)) : formatQuantity(spec, size)
  if (leaf.op === '>' || leaf.op === '<') {
    if (actual === from) return WORDS.atBound
  } else if (leaf.op !== 'between') return gap
  if (spec.unit === '%') return low ? LOW(gap) : HIGH(gap)
  return low ? FEW(gap) : MANY(gap)
}
