import { z } from 'zod'
import { parseFormNumber } from '../../kernel/form-number.js'
import { isNumeric, isSet, parseFacts, type FactSpec, type FactValue, type Vocabulary } from '@lueqiao/matching-engine'
import { isBroadGreenClass } from '../rules/class-codes.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import type { Answer } from '../rules/questionnaire.js'

const text = z.string().max(200)
const box = z.literal('1')

/** The fields of the page with one question. Any other field is a fault. */
const schema = z.strictObject({
  _csrf: z.string().optional(),
  fact: text,
  value: text.optional(),
  values: z.union([text, z.array(text).max(100)]).optional(),
  none: box.optional(),
  unknown: box.optional(),
  liabilities: text.optional(),
  assets: text.optional(),
  // The search field is sent along with an answer that was chosen from its results.
  q: text.optional(),
})

/** What was typed, to fill the page again. */
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

/** Checks the fields of the form; `readAnswer` reads the answer itself. */
export function readAnswerForm(body: unknown): AnswerForm {
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    return { ...typedAnswerIn(body), faults: shapeFaults(parsed.error) }
  }
  return { ...typedAnswerIn(body), faults: [] }
}

/** What was typed, valid or not, so that nothing is lost when the page is shown again. */
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

/** Reads the answer to one question: a value, “不清楚”, or every fault. */
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

/** Whether any field of the answer is filled. */
const isAnswered = (typed: TypedAnswer) =>
  typed.none || typed.values.length > 0 || [typed.value, typed.liabilities, typed.assets].some((text) => text.trim())

/**
 * The search of the visitor among the classes, or null when an answer was sent. Sending a filled search field without a
 * chosen answer counts as a search.
 */
export function searchRequestIn(body: unknown): { readonly fact: string; readonly q: string } | null {
  const sent: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  const { fact, q, find } = sent
  const chosen = 'value' in sent || 'unknown' in sent
  if (typeof fact !== 'string' || typeof q !== 'string' || (chosen && find === undefined)) return null
  return find !== undefined || q.trim() !== '' ? { fact, q: q.slice(0, MAX_SEARCH_LENGTH) } : null
}

const MAX_SEARCH_LENGTH = 40

type Read = { readonly value: FactValue } | { readonly faults: readonly FieldFault[] }

function readTyped(spec: FactSpec, typed: TypedAnswer): Read {
  if (isSet(spec)) return readSet(typed)
  if (isNumeric(spec)) return readNumber(spec, typed)
  if (spec.kind === 'boolean') return readYesNo(typed.value)
  if (spec.kind === 'green' && typed.value === NOT_GREEN) return { value: '' }
  return typed.value === '' ? fault('请选择一项；拿不准可选“不清楚”') : { value: typed.value }
}

/** The value of the choice “不属于绿色项目”; an empty value would mean that nothing was chosen. */
export const NOT_GREEN = 'none'

/** The fact that may be computed from the balance sheet: liabilities ÷ assets. */
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
    const excess = excessDecimalsFault(read.value, spec)
    return excess === null ? { value: read.value } : fault(excess)
  }
  if (read.kind === 'fault') return fault(read.reason)
  const hasBalance = spec.name === DEBT_RATIO && (typed.liabilities + typed.assets).trim() !== ''
  return hasBalance ? ratioOfBalance(typed) : fault('请填写，或选择“不清楚”')
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

/** The control and label of each field's faults. A field that is not listed belongs to the form as a whole. */
const CONTROL_OF_FIELD: Readonly<Record<string, readonly [field: string, label: string]>> = {
  value: ['answer', ''],
  values: ['answer', ''],
  liabilities: ['liabilities', '负债合计：'],
  assets: ['assets', '资产总计：'],
}

/** The faults of the schema, worded for the page. */
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

/** Decimal places by unit: one fen is a millionth of 万元; percentages have two. */
const DECIMALS_OF_UNIT: Readonly<Record<string, number>> = { 万元: 6, '%': 2 }

/** The fault of a number with more decimal places than its unit has, which would be shown rounded; otherwise null. */
export function excessDecimalsFault(value: number, { unit }: Pick<FactSpec, 'unit'>): string | null {
  const decimals = DECIMALS_OF_UNIT[unit]
  if (decimals === undefined || Number(value.toFixed(decimals)) === value) return null
  return unit === '万元' ? '小数最多 6 位（精确到分），请四舍五入后填写' : `小数最多 ${decimals} 位，请四舍五入后填写`
}
