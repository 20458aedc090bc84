import { z } from 'zod'
import { isRecordId, newRecordId } from '../../db/index.js'
import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { parseFormNumber } from '../../kernel/form-number.js'
import { parseWan, type Fen } from '../../kernel/money.js'
import { bpFromPct, hasTwoDecimals, type BasisPoints } from '../../kernel/percent.js'
import { fault, readForm, type FormFault, type Typed } from '../../web/form.js'

const LONGEST = 4000

/** A form of the bank's desk as it was typed, read field by field; what is wrong gathers in `faults`. */
export class FormReader {
  readonly typed: Typed
  readonly faults: FormFault[]

  /** @param names of the fields that the form has; anything else is refused */
  constructor(body: unknown, names: readonly string[]) {
    const text = z.string('只能填写一项').max(LONGEST, `最多 ${LONGEST} 个字`).optional()
    const read = readForm(
      z.strictObject(Object.fromEntries([...names, 'version', 'key', 'do', 'then'].map((name) => [name, text]))),
      body,
    )
    this.typed = read.typed
    this.faults = read.ok ? [] : [...read.faults]
  }

  get ok(): boolean {
    return this.faults.length === 0
  }

  /** What was typed, trimmed; empty when nothing. */
  raw(name: string): string {
    return (this.typed[name] ?? '').replace(/\r\n?/g, '\n').trim()
  }

  refuse(name: string, message: string): void {
    if (!this.faults.some(({ field }) => field === name)) this.faults.push(fault(name, message))
  }

  text(name: string, label: string, { min = 0, max }: { readonly min?: number; readonly max: number }): string {
    const text = this.raw(name)
    const length = Array.from(text).length
    if (length === 0 && min > 0) this.refuse(name, `${label}：请填写${min > 1 ? `，至少 ${min} 个字` : ''}`)
    else if (length < min) this.refuse(name, `${label}：至少 ${min} 个字，请写具体`)
    else if (length > max) this.refuse(name, `${label}：最多 ${max} 个字`)
    return text
  }

  choice<T extends string>(name: string, label: string, allowed: readonly T[]): T | null {
    const chosen = allowed.find((one) => one === this.raw(name)) ?? null
    if (chosen === null) this.refuse(name, `${label}：请选择一项`)
    return chosen
  }

  /** An amount above nothing, typed in 万元. */
  wan(name: string, label: string, limits: { readonly max?: Fen; readonly maxWords?: string } = {}): Fen {
    const read = parseWan(this.raw(name))
    if (!read.ok) this.refuse(name, `${label}：${read.error}`)
    else if (read.value === null) this.refuse(name, `${label}：请填写`)
    else if (read.value <= 0) this.refuse(name, `${label}：须大于 0`)
    else if (limits.max !== undefined && read.value > limits.max)
      this.refuse(name, `${label}：${limits.maxWords ?? '太大'}`)
    else return read.value
    return 0
  }

  /** A rate or share typed in percent, to two decimals. */
  percent(name: string, label: string, { min, max }: { readonly min: number; readonly max: number }): BasisPoints {
    const pct = this.#number(name, label, { unit: '%', min, max, whole: false })
    if (pct === null) return 0
    if (!hasTwoDecimals(pct)) this.refuse(name, `${label}：最多两位小数`)
    return bpFromPct(pct)
  }

  months(name: string, label: string, max: number): number {
    return this.#number(name, label, { unit: '个月', min: 1, max, whole: true }) ?? 0
  }

  #number(
    name: string,
    label: string,
    limits: { readonly unit: string; readonly min: number; readonly max: number; readonly whole: boolean },
  ): number | null {
    const read = parseFormNumber(this.raw(name), limits)
    if (read.kind === 'number') return read.value
    this.refuse(name, `${label}：${read.kind === 'missing' ? '请填写' : read.reason}`)
    return null
  }

  /** A day from `first` to `last`, both included. */
  date(name: string, label: string, { first, last }: { readonly first: LawDate; readonly last: LawDate }): LawDate {
    const day = this.raw(name)
    if (day === '') this.refuse(name, `${label}：请填写`)
    else if (!isLawDate(day)) this.refuse(name, `${label}：日期写成 2026-11-24 的样子`)
    else if (day < first) this.refuse(name, `${label}：不能早于 ${first}`)
    else if (day > last) this.refuse(name, `${label}：不能晚于 ${last}`)
    return day
  }

  /** The form's one-time key; a new one for anything that is none. */
  get key(): string {
    const key = this.raw('key')
    return isRecordId(key) ? key : newRecordId()
  }

  /** The version that the form showed; 0, which no application has, for anything that is none. */
  get shown(): number {
    const text = this.raw('version')
    return /^\d{1,9}$/.test(text) ? Number(text) : 0
  }
}
