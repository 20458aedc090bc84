import type { Reference } from '../reference/index.js'
import { NOT_GREEN, RATIO_OF_BALANCE, type TypedAnswer } from './answer.form.js'
import { searchGreenClasses, searchIndustries, type NarrowingLink, type SearchAt } from './code-search.views.js'
import { formatValue, isNumeric, isSet, type FactSpec, type FactValue, type Vocabulary } from '@lueqiao/matching-engine'
import { isBroadGreenClass } from './green-depth.js'

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
      readonly narrow: readonly NarrowingLink[]
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
export type Asked = { readonly search: string; readonly searchAt: SearchAt; readonly reference: Reference }

/** Builds the control of a question with what was typed or answered so far. */
export function controlOf(spec: FactSpec, typed: TypedAnswer, names: Vocabulary, asked: Asked): Control {
  if (isNumeric(spec)) {
    const whole = spec.kind === 'integer'
    return { kind: 'number', value: typed.value, unit: spec.unit, whole, ratio: spec.name === RATIO_OF_BALANCE }
  }
  if (isSet(spec)) return boxes(spec, typed, names)
  if (spec.kind === 'industry' || spec.kind === 'green') return searched(spec, typed, names, asked)
  return {
    kind: 'picks',
    choices: picksOf(spec, names).map(({ value, label }, place) => choice(place, value, label, typed.value)),
  }
}

/** The values a question offers, with the words people read. */
export function picksOf(
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

function boxes(spec: FactSpec, typed: TypedAnswer, names: Vocabulary): Control {
  const choices = picksOf(spec, names).map(({ value, label }, place) => ({
    ...choice(place, value, label, ''),
    checked: typed.values.includes(value),
  }))
  return { kind: 'boxes', choices, none: typed.none }
}

function searched(spec: FactSpec, typed: TypedAnswer, names: Vocabulary, asked: Asked): Control {
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
