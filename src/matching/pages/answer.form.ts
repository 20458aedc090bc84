import { z } from 'zod'
import { parseFormNumber } from '../../kernel/form-number.js'
import { isNumeric, isSet, parseFacts, type FactSpec, type FactValue, type Vocabulary } from '@lueqiao/matching-engine'
import { isBroadGreenClass } from '../rules/class-codes.js'
import type { Answer } from '../rules/questionnaire.js'

/** A fault of a form; `field` is the id of the control that it belongs to, empty for the form as a whole. */
export type FieldFault = { readonly field: string; readonly message: string }

const text = z.string().max(200)
const box = z.literal('1')

/** What the page with one question sends. Nothing else is taken. */
const schema = z.strictObject({
  _csrf: z.string().optional(),
  fact: text,
  value: text.optional(),
  values: z.union([text, z.array(text).max(100)]).optional(),
  none: box.optional(),
  unknown: box.optional(),
  liabilities: text.optional(),
  assets: text.optional(),
  // The search field of the classes goes along with an answer that was chosen from what it found.
  q: text.optional(),
})

/** What was typed, kept to fill the page again. */
export type TypedAnswer = {
  readonly value: string
  readonly values: readonly string[]
  readonly none: boolean
  readonly unknown: boolean
  readonly liabilities: string
  readonly assets: string
}

export const emptyAnswer: TypedAnswer = {
  value: '',
  values: [],
  none: false,
  unknown: false,
  liabilities: '',
  assets: '',
}

export type AnswerForm = { readonly fact: string; readonly typed: TypedAnswer; readonly faults: readonly FieldFault[] }

/** Reads the shape of the form; the answer itself is read by `readAnswer`. */
export function readAnswerForm(body: unknown): AnswerForm {
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    return { ...typedAnswerIn(body), faults: shapeFaults(parsed.error) }
  }
  return { ...typedAnswerIn(body), faults: [] }
}

/** Keeps whatever stands in the fields, fit or not, so that nothing typed is lost when the page is shown again. */
export function typedAnswerIn(body: unknown): Pick<AnswerForm, 'fact' | 'typed'> {
  const sent: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  const texts = (name: string): readonly string[] => {
    const value = sent[name]
    const all: readonly unknown[] = Array.isArray(value) ? value : [value]
    return all.filter((one) => typeof one === 'string').slice(0, 100)
  }
  const first = (name: string) => texts(name)[0] ?? ''
  const typed = {
    value: first('value'),
    values: texts('values'),
    none: first('none') === '1',
    unknown: first('unknown') === '1',
    liabilities: first('liabilities'),
    assets: first('assets'),
  }
  return { fact: first('fact'), typed }
}

/** Reads the answer to one question: a value, or “不清楚”, or every reason why it is neither. */
export function readAnswer(
  spec: FactSpec,
  typed: TypedAnswer,
  vocabulary: Vocabulary,
): { readonly answer: Answer } | { readonly faults: readonly FieldFault[] } {
  if (typed.unknown) {
    if (isAnswered(typed)) return fault('填了答案，又勾了“不清楚”：请只留一个')
    return { answer: { fact: spec.name, state: 'declined' } }
  }
  const read = readTyped(spec, typed)
  if ('faults' in read) return read
  const checked = parseFacts({ [spec.name]: read.value }, vocabulary)
  if (!checked.ok) return { faults: checked.faults.map(({ message }) => ({ field: 'answer', message })) }
  if (
    spec.kind === 'green' &&
    typeof read.value === 'string' &&
    isBroadGreenClass(read.value, vocabulary.greenClasses)
  ) {
    const name = `${read.value} ${vocabulary.greenClasses.get(read.value) ?? ''}`
    return { faults: [{ field: 'answer', message: `“${name}”范围太大，请点开它，选到最细一级的类别` }] }
  }
  return { answer: { fact: spec.name, state: 'known', value: checked.facts[spec.name] ?? read.value } }
}

/** Whether anything stands in the fields that would be an answer. */
const isAnswered = (typed: TypedAnswer) =>
  typed.none || typed.values.length > 0 || [typed.value, typed.liabilities, typed.assets].some((text) => text.trim())

/**
 * What the visitor wants looked up among the classes, or null. Going on without having chosen, with a word or a code
 * in the search field, means the search.
 */
export function searchRequestIn(body: unknown): { readonly fact: string; readonly q: string } | null {
  const sent: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  const { fact, q, find } = sent
  const chosen = 'value' in sent || 'unknown' in sent
  if (typeof fact !== 'string' || typeof q !== 'string' || (chosen && find === undefined)) return null
  return find !== undefined || q.trim() !== '' ? { fact, q: q.slice(0, LONGEST_SEARCH) } : null
}

const LONGEST_SEARCH = 40

type Read = { readonly value: FactValue } | { readonly faults: readonly FieldFault[] }

function readTyped(spec: FactSpec, typed: TypedAnswer): Read {
  if (isSet(spec)) return readSet(typed)
  if (isNumeric(spec)) return readNumber(spec, typed)
  if (spec.kind === 'boolean') return readYesNo(typed.value)
  if (spec.kind === 'green' && typed.value === NOT_GREEN) return { value: '' }
  return typed.value === '' ? fault('请选择一项；拿不准可选“不清楚”') : { value: typed.value }
}

/** What the choice “不属于绿色项目” sends: an empty value would look like no choice at all. */
export const NOT_GREEN = 'none'

/** The ratio may be worked out from the balance sheet: liabilities ÷ assets. */
export const DEBT_RATIO = 'enterprise.debtRatioPct'

function readSet({ values, none }: TypedAnswer): Read {
  if (none && values.length > 0) return fault('选了“都没有”，就不能再选其他项')
  if (none) return { value: [] }
  return values.length > 0 ? { value: values } : fault('请至少选择一项；都没有请选“都没有”，拿不准请选“不清楚”')
}

function readYesNo(value: string): Read {
  if (value === 'yes') return { value: true }
  return value === 'no' ? { value: false } : fault('请选择一项；拿不准可选“不清楚”')
}

function readNumber(spec: FactSpec, typed: TypedAnswer): Read {
  const read = parseFormNumber(typed.value, numberOptions(spec))
  if (read.kind === 'number') {
    const fine = excessDecimalsFault(read.value, spec)
    return fine === null ? { value: read.value } : fault(fine)
  }
  if (read.kind === 'fault') return fault(read.reason)
  const helped = spec.name === DEBT_RATIO && (typed.liabilities + typed.assets).trim() !== ''
  return helped ? ratioOfBalance(typed) : fault('请填写，或选择“不清楚”')
}

/** What a number field of this fact accepts. */
export function numberOptions({ unit, min, max, kind }: FactSpec) {
  return {
    ...(unit && { unit }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    whole: kind === 'integer',
  }
}

/** Liabilities ÷ assets in percent, to two decimals, both in 万元. */
function ratioOfBalance(typed: TypedAnswer): Read {
  const liabilities = parseFormNumber(typed.liabilities, { unit: '万元', min: 0 })
  const assets = parseFormNumber(typed.assets, { unit: '万元', min: 0 })
  const faults = [
    ...balanceFaults('liabilities', '负债合计', liabilities),
    ...balanceFaults('assets', '资产总计', assets),
    ...(assets.kind === 'number' && assets.value === 0 ? [{ field: 'assets', message: '资产总计要大于 0' }] : []),
  ]
  if (faults.length > 0 || liabilities.kind !== 'number' || assets.kind !== 'number') return { faults }
  return { value: Math.round((liabilities.value / assets.value) * 10_000) / 100 }
}

function balanceFaults(field: string, label: string, read: ReturnType<typeof parseFormNumber>): readonly FieldFault[] {
  if (read.kind === 'number') return []
  return [{ field, message: read.kind === 'missing' ? `请填写${label}` : `${label}：${read.reason}` }]
}

const fault = (message: string): { readonly faults: readonly FieldFault[] } => ({
  faults: [{ field: 'answer', message }],
})

/** Where a fault of a field is shown; what no visitor can type belongs to the form as a whole. */
const CONTROL_OF_FIELD: Readonly<Record<string, readonly [field: string, label: string]>> = {
  value: ['answer', ''],
  values: ['answer', ''],
  liabilities: ['liabilities', '负债合计：'],
  assets: ['assets', '资产总计：'],
}

/** What the schema refused, in words of the page. */
function shapeFaults(error: z.ZodError): readonly FieldFault[] {
  return error.issues.flatMap((issue): FieldFault[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: '', message: `表单中有不认识的内容“${key.slice(0, 40)}”` }))
    }
    const [field, label] = CONTROL_OF_FIELD[String(issue.path[0])] ?? ['', '']
    const long = issue.code === 'too_big' || issue.code === 'invalid_union'
    return [{ field, message: label + (long ? '内容太长，请缩短后重试' : '没有填写或填了不止一次，请重新填写') }]
  })
}

/** One fen is a millionth of 万元; percents are asked and shown with two decimals. */
const DECIMALS_OF_UNIT: Readonly<Record<string, number>> = { 万元: 6, '%': 2 }

/** Why a number is finer than its unit can be (`null` when it is not): a finer one would be shown as another number. */
export function excessDecimalsFault(value: number, { unit }: Pick<FactSpec, 'unit'>): string | null {
  const decimals = DECIMALS_OF_UNIT[unit]
  if (decimals === undefined || Number(value.toFixed(decimals)) === value) return null
  return unit === '万元' ? '小数最多 6 位（精确到分），请四舍五入后填写' : `小数最多 ${decimals} 位，请四舍五入后填写`
}
