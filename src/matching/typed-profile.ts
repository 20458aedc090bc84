import type { FieldFault } from './answer.form.js'
import { FACTS, isSet, type FactSpec } from '@lueqiao/matching-engine'

/** What was typed on the page with all questions, by name of field; a set is a list. */
export type TypedProfile = ReadonlyMap<string, string | readonly string[]>

/** Beside a set or the green class stands a choice: not given, none at all, or what is ticked or written. */
export const stateField = (fact: string): string => `${fact}.state`

/** The id of a fact's control on the page. */
export const fieldId = (fact: string): string => `f-${fact.replaceAll('.', '-')}`

/** The longest text of one field, in characters; the fields say so to the browser. */
export const LONGEST_TEXT = 200
const MOST_TICKED = 100
const STATES: readonly unknown[] = [undefined, '', 'none', 'some']
const BUTTONS: readonly unknown[] = [undefined, 'result', 'questions']

const hasState = (spec: FactSpec): boolean => isSet(spec) || spec.kind === 'green'
const FIELDS = new Set([
  '_csrf',
  'then',
  ...FACTS.flatMap((spec) => [spec.name, ...(hasState(spec) ? [stateField(spec.name)] : [])]),
])

/** Keeps whatever the fields of the page hold, fit or not, so that nothing typed is lost when the page is shown again. */
export function typedIn(body: unknown): TypedProfile {
  const sent = fieldsOf(body)
  const typed = new Map<string, string | readonly string[]>()
  for (const spec of FACTS) {
    const value = sent[spec.name]
    if (isSet(spec) && Array.isArray(value)) typed.set(spec.name, value.filter(isText).slice(0, MOST_TICKED))
    else if (firstText(value) !== null) typed.set(spec.name, firstText(value) ?? '')
    const state = firstText(sent[stateField(spec.name)])
    if (hasState(spec) && state !== null) typed.set(stateField(spec.name), state)
  }
  return typed
}

/** What no reader of a field can make sense of: by name of fact, and for the form as a whole. */
export function shapeFaultsOf(body: unknown): {
  readonly whole: readonly FieldFault[]
  readonly byFact: ReadonlyMap<string, string>
} {
  const sent = fieldsOf(body)
  const whole = Object.keys(sent)
    .filter((name) => !FIELDS.has(name))
    .map((name) => `表单中有不认识的内容“${name.slice(0, 40)}”`)
  if (!BUTTONS.includes(sent.then)) whole.push('请用页面底部的按钮提交')
  const byFact = FACTS.flatMap((spec): [string, string][] => {
    const message = faultOf(spec, sent[spec.name]) ?? stateFaultOf(spec, sent[stateField(spec.name)])
    return message === null ? [] : [[spec.name, message]]
  })
  return { whole: whole.map((message) => ({ field: '', message })), byFact: new Map(byFact) }
}

function faultOf(spec: FactSpec, value: unknown): string | null {
  if (value === undefined) return null
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (texts.length > 1 && !isSet(spec)) return '这一项填了不止一次，请只填一次'
  if (texts.length > MOST_TICKED || !texts.every(isText)) return '这一项无法识别，请重新填写'
  return texts.some((text) => text.length > LONGEST_TEXT) ? `内容太长，最多 ${LONGEST_TEXT} 个字，请缩短` : null
}

const stateFaultOf = (spec: FactSpec, state: unknown): string | null =>
  hasState(spec) && !STATES.includes(state) ? '请重新选择这一项' : null

const isText = (value: unknown): value is string => typeof value === 'string'

function firstText(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return isText(first) ? first : null
}

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? { ...body } : {}
