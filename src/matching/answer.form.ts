import { z } from 'zod'
import { parseFormNumber } from '../kernel/form-number.js'
import { isNumeric, isSet, parseFacts, type FactSpec, type FactValue, type Vocabulary } from './engine/index.js'
import type { Answer } from './questionnaire.js'

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

export const nothingTyped: TypedAnswer = {
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
    return { fact: factNamedIn(body), typed: nothingTyped, faults: shapeFaults(parsed.error) }
  }
  const { fact, value, values, none, unknown, liabilities, assets } = parsed.data
  const typed = {
    value: value ?? '',
    values: typeof values === 'string' ? [values] : (values ?? []),
    none: none !== undefined,
    unknown: unknown !== undefined,
    liabilities: liabilities ?? '',
    assets: assets ?? '',
  }
  return { fact, typed, faults: [] }
}

/** Reads the answer to one question: a value, or “不清楚”, or every reason why it is neither. */
export function readAnswer(
  spec: FactSpec,
  typed: TypedAnswer,
  vocabulary: Vocabulary,
): { readonly answer: Answer } | { readonly faults: readonly FieldFault[] } {
  if (typed.unknown) return { answer: { fact: spec.name, state: 'declined' } }
  const read = readTyped(spec, typed)
  if ('faults' in read) return read
  const checked = parseFacts({ [spec.name]: read.value }, vocabulary)
  if (!checked.ok) return { faults: checked.faults.map(({ message }) => ({ field: 'answer', message })) }
  return { answer: { fact: spec.name, state: 'known', value: checked.facts[spec.name] ?? read.value } }
}

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
export const RATIO_OF_BALANCE = 'enterprise.debtRatioPct'

function readSet({ values, none }: TypedAnswer): Read {
  if (none && values.length > 0) return fault('选了“以上都没有”，就不能再选其他项')
  if (none) return { value: [] }
  return values.length > 0 ? { value: values } : fault('请至少选择一项；都没有请选“以上都没有”，拿不准请选“不清楚”')
}

function readYesNo(value: string): Read {
  if (value === 'yes') return { value: true }
  return value === 'no' ? { value: false } : fault('请选择一项；拿不准可选“不清楚”')
}

function readNumber(spec: FactSpec, typed: TypedAnswer): Read {
  const read = parseFormNumber(typed.value, numberOptions(spec))
  if (read.kind === 'number') return { value: read.value }
  if (read.kind === 'fault') return fault(read.reason)
  const helped = spec.name === RATIO_OF_BALANCE && (typed.liabilities + typed.assets).trim() !== ''
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

const fault = (message: string): Read => ({ faults: [{ field: 'answer', message }] })

/** What the schema refused, in words of the page: a person never sees this, a tampered form does. */
export function shapeFaults(error: z.ZodError): readonly FieldFault[] {
  return error.issues.flatMap((issue): FieldFault[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: '', message: `表单中有不认识的内容“${key.slice(0, 40)}”` }))
    }
    const place = issue.path.join('.')
    const message = issue.code === 'too_big' ? '内容太长，请缩短后重试' : '没有填写或重复填写，请刷新页面后重试'
    return [{ field: '', message: place ? `${place}：${message}` : message }]
  })
}

function factNamedIn(body: unknown): string {
  const fact: unknown = typeof body === 'object' && body !== null && 'fact' in body ? body.fact : undefined
  return typeof fact === 'string' ? fact : ''
}
