import { factIndex } from './fact-values.js'
import { factSpec, isNumeric, isSet } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { formatNumber, formatScalar, formatShare, nameOf } from './format-value.js'
import { SENTENCES, SPECIAL_SENTENCES, WORDS, YES_NO, YES_NO_SENTENCES } from './messages.js'
import type { Wording } from './messages.js'
import { sentenceOf } from './sentence.js'
import type { ProfileText } from './sentence.js'
import { fill, spaced, template } from './template.js'
import type { Leaf, Scalar, State, Vocabulary } from './types.js'

/** Prefix lists longer than this are cut to their first names and `等 N 类`. */
const NAMES_SHOWN = 3

/** The text of one leaf: the condition alone, and a sentence for each state. */
export type LeafText = {
  readonly condition: string
  readonly sentence: (state: State, profile: ProfileText) => string
}

/** Prepares the sentences of a leaf: label and bound are filled in once, the profile's value on each call. */
export function leafText(leaf: Leaf, vocabulary: Vocabulary): LeafText {
  const spec = factSpec(leaf.fact)
  if (spec.kind === 'boolean') return yesNoText(leaf, spec)
  const wording = wordingOf(leaf, spec)
  const source = specialSentences(leaf) ?? SENTENCES[wording][leaf.op]
  if (source === undefined) throw new Error(`no sentence for ${leaf.op} on ${leaf.fact}`)
  const fixed = { label: spec.label, bound: boundText(leaf, spec, vocabulary), base: baseText(leaf) }
  const prepared = (sentence: string) => sentenceOf(template(spaced(fill(sentence, fixed))), leaf, vocabulary)
  const [pass, fail, unknown] = [prepared(source.pass), prepared(source.fail), prepared(source.unknown)]
  return {
    condition: spaced(fill(source.condition, fixed)),
    sentence: (state, profile) =>
      state === 'pass' ? pass(profile) : state === 'fail' ? fail(profile) : unknown(profile),
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
  const index = factIndex(leaf.fact)
  return {
    condition: wanted ? phrases.yes : phrases.no,
    sentence: (state, { values }) =>
      fill(YES_NO_SENTENCES[state], { must, actual: values[index] === true ? phrases.yes : phrases.no }),
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
    ? fill(WORDS.share, { base, times: formatShare(value.times) })
    : fill(WORDS.times, { base, times: formatNumber(value.times) })
}
