import type { Reference } from '../../reference/index.js'
import { NOT_GREEN, DEBT_RATIO, type TypedAnswer } from './answer.form.js'
import { formatValue, isNumeric, isSet, type FactSpec, type FactValue, type Vocabulary } from '@lueqiao/matching-engine'
import { isBroadGreenClass } from '../rules/class-codes.js'

export type Choice = {
  readonly id: string
  readonly value: string
  readonly label: string
  readonly note: string
  readonly checked: boolean
}

/** The control that a question is answered with. */
export type Control =
  | {
      readonly kind: 'number'
      readonly value: string
      readonly unit: string
      readonly whole: boolean
      readonly ratio: boolean
    }
  | { readonly kind: 'picks'; readonly choices: readonly Choice[] }
  | { readonly kind: 'boxes'; readonly choices: readonly Choice[]; readonly none: boolean }
  | {
      readonly kind: 'search'
      readonly query: string
      /** The sentence about the search results; empty before the first search. */
      readonly found: string
      readonly choices: readonly Choice[]
      /** Links to the subclasses of classes that are too broad for an answer. */
      readonly narrow: readonly SubclassLink[]
      readonly placeholder: string
      readonly green: boolean
    }

/** A value as the form's fields hold it: the inverse of `readAnswer`. */
export function typedValue(
  spec: FactSpec,
  value: FactValue | undefined,
): Pick<TypedAnswer, 'value' | 'values' | 'none'> {
  if (value === undefined) return { value: '', values: [], none: false }
  if (typeof value === 'object') return { value: '', values: value, none: value.length === 0 }
  if (typeof value === 'boolean') return { value: value ? 'yes' : 'no', values: [], none: false }
  if (spec.kind === 'green' && value === '') return { value: NOT_GREEN, values: [], none: false }
  return { value: String(value), values: [], none: false }
}

/** What a question with a code search needs. */
export type CodeSearchInput = { readonly search: string; readonly searchAt: SearchHref; readonly reference: Reference }

/** The control of a question, filled with what was typed or answered. */
export function controlOf(spec: FactSpec, typed: TypedAnswer, names: Vocabulary, lookup: CodeSearchInput): Control {
  if (isNumeric(spec)) {
    const whole = spec.kind === 'integer'
    return { kind: 'number', value: typed.value, unit: spec.unit, whole, ratio: spec.name === DEBT_RATIO }
  }
  if (isSet(spec)) return checkboxControl(spec, typed, names)
  if (spec.kind === 'industry' || spec.kind === 'green') return codeSearchControl(spec, typed, names, lookup)
  return {
    kind: 'picks',
    choices: optionsOf(spec, names).map(({ value, label }, place) => choice(place, value, label, typed.value)),
  }
}

/** The values that a question offers, with their labels. */
export function optionsOf(
  spec: FactSpec,
  names: Vocabulary,
): readonly { readonly value: string; readonly label: string }[] {
  if (spec.kind === 'boolean') {
    return [true, false].map((value) => ({ value: value ? 'yes' : 'no', label: formatValue(spec.name, value, names) }))
  }
  if (spec.kind === 'banks') return [...names.banks].map(([value, label]) => ({ value, label }))
  const values = spec.values ?? []
  if (isSet(spec)) return values.map((value) => ({ value, label: value }))
  return values.map((value) => ({ value, label: formatValue(spec.name, value, names) }))
}

function checkboxControl(spec: FactSpec, typed: TypedAnswer, names: Vocabulary): Control {
  const choices = optionsOf(spec, names).map(({ value, label }, place) => ({
    ...choice(place, value, label, ''),
    checked: typed.values.includes(value),
  }))
  return { kind: 'boxes', choices, none: typed.none }
}

function codeSearchControl(spec: FactSpec, typed: TypedAnswer, names: Vocabulary, lookup: CodeSearchInput): Control {
  const green = spec.kind === 'green'
  const value = typed.value === NOT_GREEN ? '' : typed.value
  const isBroad = green && isBroadGreenClass(value, names.greenClasses)
  const search = lookup.search === '' && isBroad ? value : lookup.search
  const { query, found, codes, narrow } = green
    ? searchGreenClasses(search, lookup.reference, lookup.searchAt)
    : searchIndustries(search, lookup.reference)
  const chosen = value !== '' && !isBroad && !codes.some((hit) => hit.code === value)
  const listed = [
    ...(chosen ? [{ value, label: formatValue(spec.name, value, names), note: '' }] : []),
    ...(green ? [{ value: NOT_GREEN, label: '不是绿色项目', note: '' }] : []),
    ...codes.map(({ code, name, note }) => ({ value: code, label: `${code} ${name}`, note })),
  ]
  return {
    kind: 'search',
    query,
    found,
    choices: listed.map(({ value, label, note }, place) => ({ ...choice(place, value, label, typed.value), note })),
    narrow,
    placeholder: green ? '名称、拼音首字母或代码，如 光伏、4.2' : '名称、拼音首字母或代码，如 肉制品、1353',
    green,
  }
}

function choice(place: number, value: string, label: string, chosen: string): Choice {
  return { id: place === 0 ? 'answer' : `answer-${place + 1}`, value, label, note: '', checked: value === chosen }
}

const MAX_RESULTS = 40
const MAX_QUERY_LENGTH = 40

type FoundCode = { readonly code: string; readonly name: string; readonly note: string }
type SubclassLink = { readonly href: string; readonly text: string }

/** Results of a code search: codes that can be an answer, and links to subclasses. */
type CodeSearch = {
  readonly query: string
  /** The sentence about the results; empty before the first search. */
  readonly found: string
  readonly codes: readonly FoundCode[]
  readonly narrow: readonly SubclassLink[]
}

/** The address of this question with another search query. */
type SearchHref = (query: string) => string

function searchIndustries(search: string, { industries }: Reference): CodeSearch {
  const query = search.slice(0, MAX_QUERY_LENGTH)
  const codes = industries.search(query, MAX_RESULTS).map(({ code, name }) => {
    const above = industries.trail(code).find((step) => step.level === 'division')
    return { code, name, note: above?.name ?? '' }
  })
  return { query, found: foundSentence(query, codes.length), codes, narrow: [] }
}

/**
 * A class with subclasses is a link to them and never an answer: the answer 4 would not match a product for 4.2.2.
 * Before a search the links are the nine first-level classes.
 */
function searchGreenClasses(search: string, { greenClasses }: Reference, searchAt: SearchHref): CodeSearch {
  const query = search.slice(0, MAX_QUERY_LENGTH)
  const opened = query.normalize('NFKC').trim().replace(/\.$/, '')
  const isOpened = isBroadGreenClass(opened, greenClasses.names)
  const listed = opened === '' || isOpened ? greenClasses.below(opened) : [...greenClasses.search(query, MAX_RESULTS)]
  const isBroad = ({ code }: { readonly code: string }) => isBroadGreenClass(code, greenClasses.names)
  const down = listed.filter(isBroad).map(({ code, name }) => ({ href: searchAt(code), text: `${code} ${name}` }))
  const up = opened.includes('.') ? opened.slice(0, opened.lastIndexOf('.')) : ''
  const upText = up === '' ? '返回全部大类' : `返回 ${up} ${greenClasses.names.get(up) ?? ''}`
  return {
    query,
    found: isOpened
      ? `“${opened} ${greenClasses.names.get(opened) ?? ''}”下有 ${listed.length} 类，请选到最细一级`
      : foundSentence(query, listed.length),
    codes: listed.filter((one) => !isBroad(one)).map(({ code, name }) => ({ code, name, note: '' })),
    narrow: isOpened ? [...down, { href: searchAt(up), text: upText }] : down,
  }
}

function foundSentence(query: string, count: number): string {
  if (query.trim() === '') return ''
  if (count === 0) return `没有找到“${query}”，请换一个词，例如只写产品或行业的主要字`
  return count < MAX_RESULTS ? `找到 ${count} 个，请选择` : `先列出 ${count} 个，没有您要的请多写几个字`
}
