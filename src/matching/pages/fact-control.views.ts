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
      /** What was found, as a sentence; empty before the first search. */
      readonly found: string
      readonly choices: readonly Choice[]
      /** Classes that are too broad for an answer, as links to what is below them. */
      readonly narrow: readonly SubclassLink[]
      readonly placeholder: string
      readonly green: boolean
    }

/** The words of a value in the form: the inverse of reading it. */
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

/** What is searched for, where an answer is searched among the codes of a table. */
export type CodeSearchInput = { readonly search: string; readonly searchAt: SearchHref; readonly reference: Reference }

/** Builds the control of a question with what was typed or answered so far. */
export function controlOf(spec: FactSpec, typed: TypedAnswer, names: Vocabulary, asked: CodeSearchInput): Control {
  if (isNumeric(spec)) {
    const whole = spec.kind === 'integer'
    return { kind: 'number', value: typed.value, unit: spec.unit, whole, ratio: spec.name === DEBT_RATIO }
  }
  if (isSet(spec)) return checkboxControl(spec, typed, names)
  if (spec.kind === 'industry' || spec.kind === 'green') return codeSearchControl(spec, typed, names, asked)
  return {
    kind: 'picks',
    choices: optionsOf(spec, names).map(({ value, label }, place) => choice(place, value, label, typed.value)),
  }
}

/** The values a question offers, with the words people read. */
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

function codeSearchControl(spec: FactSpec, typed: TypedAnswer, names: Vocabulary, asked: CodeSearchInput): Control {
  const green = spec.kind === 'green'
  const value = typed.value === NOT_GREEN ? '' : typed.value
  const isBroad = green && isBroadGreenClass(value, names.greenClasses)
  const search = asked.search === '' && isBroad ? value : asked.search
  const { query, found, codes, narrow } = green
    ? searchGreenClasses(search, asked.reference, asked.searchAt)
    : searchIndustries(search, asked.reference)
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

const MOST_FOUND = 40
const LONGEST_QUERY = 40

export type FoundCode = { readonly code: string; readonly name: string; readonly note: string }
export type SubclassLink = { readonly href: string; readonly text: string }

/** What a search for a code shows: codes that can be an answer, and links that lead nearer to one. */
export type CodeSearch = {
  readonly query: string
  /** What was found, as a sentence; empty before the first search. */
  readonly found: string
  readonly codes: readonly FoundCode[]
  readonly narrow: readonly SubclassLink[]
}

/** The address of this question with another search. */
export type SearchHref = (query: string) => string

export function searchIndustries(search: string, { industries }: Reference): CodeSearch {
  const query = search.slice(0, LONGEST_QUERY)
  const codes = industries.search(query, MOST_FOUND).map(({ code, name }) => {
    const above = industries.trail(code).find((step) => step.level === 'division')
    return { code, name, note: above?.name ?? '' }
  })
  return { query, found: foundSentence(query, codes.length), codes, narrow: [] }
}

/**
 * A class with classes below it is a link to them and never an answer: whoever has a project of 4.2.2 and chooses 4
 * would not meet a product for 4.2.2. Before a search the nine first-level classes lead on.
 */
export function searchGreenClasses(search: string, { greenClasses }: Reference, searchAt: SearchHref): CodeSearch {
  const query = search.slice(0, LONGEST_QUERY)
  const opened = query.normalize('NFKC').trim().replace(/\.$/, '')
  const isOpened = isBroadGreenClass(opened, greenClasses.names)
  const listed = opened === '' || isOpened ? greenClasses.below(opened) : [...greenClasses.search(query, MOST_FOUND)]
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
  return count < MOST_FOUND ? `找到 ${count} 个，请选择` : `先列出 ${count} 个，没有您要的请多写几个字`
}
