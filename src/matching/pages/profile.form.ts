import type { FieldFault } from '../../kernel/field-fault.js'
import { parseFormNumber } from '../../kernel/form-number.js'
import type { Reference } from '../../reference/index.js'
import { numberOptions, excessDecimalsFault } from './answer.form.js'
import {
  FACTS,
  isNumeric,
  isSet,
  parseFacts,
  type FactSpec,
  type FactValue,
  type Facts,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import { readGreenClassCode, readIndustryCode } from '../rules/class-codes.js'

export type ProfileForm =
  | { readonly ok: true; readonly facts: Facts; readonly then: 'result' | 'questions' }
  | { readonly ok: false; readonly typed: TypedProfile; readonly faults: readonly FieldFault[] }

/** Reads the page with all questions. An empty field counts as not given. Lists every fault, in the order of the page. */
export function readProfileForm(body: unknown, reference: Reference, vocabulary: Vocabulary): ProfileForm {
  const typed = typedProfileIn(body)
  const { whole, byFact } = shapeFaultsOf(body)
  const faults: FieldFault[] = [...whole]
  const given: Record<string, FactValue> = {}
  for (const spec of FACTS) {
    const shapeFault = byFact.get(spec.name)
    const read = shapeFault === undefined ? readField(spec, typed, reference) : { fault: shapeFault }
    if (read === null) continue
    if ('fault' in read) faults.push({ field: fieldId(spec.name), message: `${spec.label}：${read.fault}` })
    else given[spec.name] = read.value
  }
  const checked = parseFacts(given, vocabulary)
  if (!checked.ok) faults.push(...checked.faults.map(({ path, message }) => ({ field: fieldId(path), message })))
  if (faults.length > 0 || !checked.ok) return { ok: false, typed, faults }
  return { ok: true, facts: checked.facts, then: isQuestions(body) ? 'questions' : 'result' }
}

const isQuestions = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'then' in body && body.then === 'questions'

type Read = { readonly value: FactValue } | { readonly fault: string } | null

function readField(spec: FactSpec, typed: TypedProfile, reference: Reference): Read {
  const state = firstValue(typed, stateField(spec.name))
  if (isSet(spec)) return readSet(allValues(typed, spec.name), state)
  const typedText = firstValue(typed, spec.name).trim()
  if (spec.kind === 'green') return readGreen(typedText, state, reference)
  if (typedText === '' && !isNumeric(spec)) return null
  if (isNumeric(spec)) return readNumber(spec, typedText)
  if (spec.kind === 'industry') return readIndustryCode(typedText, reference.industries)
  if (spec.kind === 'boolean') return readYesNo(typedText)
  return { value: typedText }
}

function readNumber(spec: FactSpec, typedText: string): Read {
  const read = parseFormNumber(typedText, numberOptions(spec))
  if (read.kind === 'missing') return null
  if (read.kind === 'fault') return { fault: read.reason }
  const fine = excessDecimalsFault(read.value, spec)
  return fine === null ? { value: read.value } : { fault: fine }
}

function readYesNo(typedText: string): Read {
  if (typedText === 'yes' || typedText === 'no') return { value: typedText === 'yes' }
  return { fault: '请选择“是”或“否”，或留空' }
}

/** Ticked boxes count even when the choice next to them was not changed. */
function readSet(ticked: readonly string[], state: string): Read {
  if (state === 'none') return ticked.length > 0 ? { fault: '选了“都没有”，就不能再勾选其他项' } : { value: [] }
  if (ticked.length > 0) return { value: ticked }
  return state === 'some' ? { fault: '请至少勾选一项，或改选“都没有”“未填写”' } : null
}

function readGreen(typedText: string, state: string, { greenClasses }: Reference): Read {
  if (state === 'none') return typedText ? { fault: '选了“不是绿色项目”，就请清空类别' } : { value: '' }
  if (typedText) return readGreenClassCode(typedText, greenClasses)
  return state === 'some' ? { fault: '请填写类别代码或名称，或改选“不是绿色项目”“未填写”' } : null
}

export function firstValue(typed: TypedProfile, name: string): string {
  const value = typed.get(name)
  return typeof value === 'string' ? value : ''
}

export function allValues(typed: TypedProfile, name: string): readonly string[] {
  const value = typed.get(name)
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** What was typed on the page with all questions, by field name; a set is a list. */
export type TypedProfile = ReadonlyMap<string, string | readonly string[]>

/** The field next to a set or the green class: not given, none, or some. */
export const stateField = (fact: string): string => `${fact}.state`

/** The id of a fact's control on the page. */
export const fieldId = (fact: string): string => `f-${fact.replaceAll('.', '-')}`

/** The longest text of one field, in characters. */
export const MAX_TEXT_LENGTH = 200
const MAX_CHECKED = 100
const STATES: readonly unknown[] = [undefined, '', 'none', 'some']
const BUTTONS: readonly unknown[] = [undefined, 'result', 'questions']

const hasState = (spec: FactSpec): boolean => isSet(spec) || spec.kind === 'green'
const FIELDS = new Set([
  '_csrf',
  'then',
  ...FACTS.flatMap((spec) => [spec.name, ...(hasState(spec) ? [stateField(spec.name)] : [])]),
])

/** What was typed, valid or not, so that nothing is lost when the page is shown again. */
export function typedProfileIn(body: unknown): TypedProfile {
  const sent = fieldsOf(body)
  const typed = new Map<string, string | readonly string[]>()
  for (const spec of FACTS) {
    const value = sent[spec.name]
    if (isSet(spec) && Array.isArray(value)) typed.set(spec.name, value.filter(isText).slice(0, MAX_CHECKED))
    else if (firstText(value) !== null) typed.set(spec.name, firstText(value) ?? '')
    const state = firstText(sent[stateField(spec.name)])
    if (hasState(spec) && state !== null) typed.set(stateField(spec.name), state)
  }
  return typed
}

/** Faults in the form of the input (unknown, repeated or too long fields): by fact, and for the form as a whole. */
function shapeFaultsOf(body: unknown): {
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
  if (texts.length > MAX_CHECKED || !texts.every(isText)) return '这一项无法识别，请重新填写'
  return texts.some((text) => text.length > MAX_TEXT_LENGTH) ? `内容太长，最多 ${MAX_TEXT_LENGTH} 个字，请缩短` : null
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
