import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { parseFormNumber, type FormNumberOptions } from '../../kernel/form-number.js'
import { parseWan, parseYuan, wanFromFen, type Fen } from '../../kernel/money.js'
import { bpFromPct, hasTwoDecimals, type BasisPoints } from '../../kernel/percent.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { groupDigits } from '../../kernel/text.js'

/** A text field read by `parse`; the fault names the field. */
function field<T>(label: string, parse: (text: string) => Result<T>) {
  return z.string(`${label}：请填写`).transform((text, context): T => {
    const read = parse(text.slice(0, 4000).trim())
    if (read.ok) return read.value
    context.addIssue({ code: 'custom', message: `${label}：${read.error}` })
    return z.NEVER
  })
}

/** Text of so many characters. */
export const textField = (label: string, most: number, least = 1) =>
  field(label, (text) => {
    const length = Array.from(text).length
    if (length < least) return failed(least === 1 ? '请填写' : `请写具体，至少 ${least} 个字`)
    return length > most ? failed(`最多 ${most} 个字`) : ok(text)
  })

/** One of some values. */
export const choiceField = <const T extends string>(label: string, values: readonly T[]) =>
  field(label, (text): Result<T> => {
    const chosen = values.find((value) => value === text)
    return chosen === undefined ? failed('请选择一项') : ok(chosen)
  })

/** A number that has to be there. */
export const numberField = (label: string, options: FormNumberOptions) =>
  field(label, (text): Result<number> => {
    const read = parseFormNumber(text, options)
    if (read.kind === 'missing') return failed('请填写')
    return read.kind === 'fault' ? failed(read.reason) : ok(read.value)
  })

/** A rate typed in percent, to two decimals; in basis points. */
export const rateField = (label: string, options: { readonly min: number; readonly max: number }) =>
  field(label, (text): Result<BasisPoints> => {
    const read = parseFormNumber(text, { ...options, unit: '%' })
    if (read.kind === 'missing') return failed('请填写')
    if (read.kind === 'fault') return failed(read.reason)
    return hasTwoDecimals(read.value) ? ok(bpFromPct(read.value)) : failed('最多两位小数')
  })

/** A number that may be left out: null is not known. */
export const optionalNumber = (label: string, options: FormNumberOptions) =>
  field(label, (text): Result<number | null> => {
    const read = parseFormNumber(text, options)
    if (read.kind === 'fault') return failed(read.reason)
    return ok(read.kind === 'missing' ? null : read.value)
  })

/** An amount in 万元, more than nothing. */
export const wanField = (label: string) =>
  field(label, (text): Result<Fen> => {
    const read = parseWan(text)
    if (!read.ok) return read
    return read.value === null ? failed('请填写') : read.value > 0 ? ok(read.value) : failed('应大于 0')
  })

/** An amount in 元 to the fen; left out it is nothing paid. */
export const yuanField = (label: string) =>
  field(label, (text): Result<Fen> => {
    const read = parseYuan(text)
    if (!read.ok) return read
    const fen = read.value ?? 0
    return fen < 0 ? failed('不能是负数；登记错了请用“更正”') : ok(fen)
  })

export const dateField = (label: string) => field(label, readDate)

/** `2026-01-05`, as browsers send it; 2026/1/5 and 2026年1月5日 are understood too. */
function readDate(text: string): Result<LawDate> {
  const parts = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/.exec(text.normalize('NFKC'))
  if (text === '') return failed('请填写')
  const date = parts ? [parts[1], parts[2]?.padStart(2, '0'), parts[3]?.padStart(2, '0')].join('-') : text
  return isLawDate(date) && date >= '2000' ? ok(date) : failed('日期写成 2026-05-18 的样子')
}

export type DatedAmount = { readonly on: LawDate; readonly amountFen: Fen }
const MOST_LINES = 60

/** One line each: a day and an amount in 万元, such as `2027-06-30 500`. Empty is none. */
export const datedAmounts = (label: string) =>
  field(label, (text): Result<readonly DatedAmount[]> => {
    const lines = linesOf(text)
    if (lines.length > MOST_LINES) return failed(`最多 ${MOST_LINES} 行`)
    const items: DatedAmount[] = []
    for (const [index, line] of lines.entries()) {
      const parts = /^(\S+?)[\s,，:：]+(.+)$/.exec(line.normalize('NFKC'))
      const date = readDate(parts?.[1] ?? '')
      const amount = parseWan(parts?.[2] ?? '')
      if (!date.ok || !amount.ok || amount.value === null || amount.value <= 0) {
        return failed(`第 ${index + 1} 行“${line.slice(0, 30)}”读不懂，请写成“2027-06-30 500”，金额按万元`)
      }
      items.push({ on: date.value, amountFen: amount.value })
    }
    return ok(items)
  })

/** One item a line. */
export const linesField = (label: string, most: number) =>
  field(label, (text): Result<readonly string[]> => {
    const lines = linesOf(text)
    if (lines.length > most) return failed(`最多 ${most} 条`)
    return lines.some((line) => line.length > 200) ? failed('每条最多 200 个字') : ok(lines)
  })

const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** A version number hidden in a form; 0, which no record has, for anything that is none. */
export const versionField = z
  .string()
  .optional()
  .transform((text) => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0))

/** The one-time key of a form. */
export const keyField = z.string('表单不完整，请刷新页面后重试').regex(/^[\w-]{10,60}$/, '表单不完整，请刷新页面后重试')
export const newKey = (): string => randomBytes(12).toString('base64url')

/** An amount as a form shows it again, in 万元. */
export const typedWan = (fen: Fen): string => groupDigits(wanFromFen(fen), 6).replaceAll(',', '')
