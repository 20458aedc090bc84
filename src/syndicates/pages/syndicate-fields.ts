import { z } from 'zod'
import { isRecordId } from '../../db/index.js'
import { isLawDate } from '../../kernel/dates.js'
import { parseFormNumber } from '../../kernel/form-number.js'
import { fenFromWan, type Fen } from '../../kernel/money.js'
import type { FormFault, Typed } from '../../web/form.js'

/** One control of a form, ready to be drawn. */
export type SyndicateField = {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly kind: 'wan' | 'number' | 'line' | 'area' | 'date' | 'select' | 'checks'
  readonly unit: string
  readonly value: string
  readonly wrong: string
  readonly options: readonly { readonly value: string; readonly label: string; readonly chosen: boolean }[]
}

export type SyndicateFieldSpec = Pick<SyndicateField, 'name' | 'label' | 'kind'> & {
  readonly hint?: string
  readonly unit?: string
  readonly value?: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}

/** The view of a control with the typed value, or else the initial value. */
export function fieldOf(spec: SyndicateFieldSpec, typed: Typed | null, faults: readonly FormFault[]): SyndicateField {
  const value = typed === null ? (spec.value ?? '') : (typed[spec.name] ?? '')
  return {
    name: spec.name,
    label: spec.label,
    kind: spec.kind,
    hint: spec.hint ?? '',
    unit: spec.unit ?? (spec.kind === 'wan' ? '万元' : ''),
    value,
    wrong: faults.find(({ field }) => field === spec.name)?.message ?? '',
    options: (spec.options ?? []).map((one) => ({ ...one, chosen: one.value === value })),
  }
}

const MOST_WAN = 100_000_000

/** An amount in 万元 as fen, at least one fen, at most a 万亿元. */
export const wanField = (label: string) =>
  z.string(`请填写${label}`).transform((text, context): Fen => {
    const read = parseFormNumber(text, { unit: '万元', max: MOST_WAN })
    if (read.kind === 'fault') return refuse(context, `${label}：${read.reason}`)
    if (read.kind === 'missing') return refuse(context, `请填写${label}，按万元填写`)
    const fen = fenFromWan(read.value)
    return fen > 0 ? fen : refuse(context, `${label}要大于 0`)
  })

/** The same where empty is not known. */
export const optionalWanField = (label: string) =>
  z.string(`${label}只能填写一项`).transform((text, context): Fen | null => {
    const read = parseFormNumber(text, { unit: '万元', max: MOST_WAN })
    if (read.kind === 'missing') return null
    if (read.kind === 'fault') return refuse(context, `${label}：${read.reason}`)
    const fen = fenFromWan(read.value)
    return fen > 0 ? fen : refuse(context, `${label}要大于 0；不清楚请留空`)
  })

/** A number within limits; empty is not settled. */
export const optionalNumberField = (
  label: string,
  limits: { readonly unit: string; readonly min: number; readonly max: number; readonly whole?: boolean },
) =>
  z.string(`${label}只能填写一项`).transform((text, context): number | null => {
    const read = parseFormNumber(text, limits)
    if (read.kind === 'fault') return refuse(context, `${label}：${read.reason}`)
    return read.kind === 'missing' ? null : read.value
  })

/** A line or a few of plain text. */
export const textField = (label: string, least: number, most: number) =>
  z
    .string(`请填写${label}`)
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(least, least > 1 ? `请填写${label}，至少 ${least} 个字` : `请填写${label}`)
        .max(most, `${label}最多 ${most} 个字`)
        .refine((text) => !/[^\P{Cc}\n]/u.test(text), `${label}中有不能使用的字符`),
    )

/** A day as the browser sends it; 2026/1/5 and 2026年1月5日 are understood too. */
export const dateField = (label: string) =>
  z.string(`请填写${label}`).transform((text, context): string => {
    const parts = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/.exec(text.normalize('NFKC').trim())
    const date = parts ? [parts[1], parts[2]?.padStart(2, '0'), parts[3]?.padStart(2, '0')].join('-') : ''
    return isLawDate(date) ? date : refuse(context, `${label}写成 2026-11-22 的样子`)
  })

export const idField = (sentence: string) => z.string(sentence).refine(isRecordId, sentence)

/** Values of boxes that were ticked; none is an empty list. */
export const ticksField = (most: number, sentence: string) =>
  z
    .union([z.string().max(60), z.array(z.string().max(60)).max(most)], sentence)
    .optional()
    .transform((given): readonly string[] =>
      given === undefined || given === '' ? [] : typeof given === 'string' ? [given] : given,
    )

export const versionField = z
  .string('表单不完整，请刷新页面后重试')
  .regex(/^\d{1,9}$/, '表单不完整，请刷新页面后重试')
  .transform(Number)

function refuse(context: z.core.$RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
