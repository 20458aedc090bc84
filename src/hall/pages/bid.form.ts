import { z } from 'zod'
import {
  FEE_KINDS,
  FEE_NAMES,
  REPAYMENT_METHODS,
  type DayCountName,
  type Fee,
  type FeeKind,
  type OfferTerms,
} from '../../finance/index.js'
import { addMonths, formatDate, isLawDate, type LawDate } from '../../kernel/dates.js'
import { parseFormNumber } from '../../kernel/form-number.js'
import { formatWan, parseWan, wanFromFen } from '../../kernel/money.js'
import { bpFromPct, hasTwoDecimals, type BasisPoints } from '../../kernel/percent.js'
import type { Product } from '@lueqiao/matching-engine'
import { fault, readForm, type FormFault, type Typed } from '../../web/form.js'
import type { Band } from '../rules/anonymous-request.js'
import type { BidInput, ShownBid } from '../use-cases/bid.js'

export const FEE_STATES = { none: '没有', known: '有，金额如下', unknown: '可能有，金额未知' } as const
export const FEE_MEASURES = { share: '% 贷款额', sum: '万元' } as const
export const FEE_PAYERS = ['企业', '银行'] as const
export const FEE_TIMES = { start: '放款时', yearly: '每年', end: '结清时' } as const
export const DAY_COUNTS: Readonly<Record<DayCountName, string>> = {
  month: '按月（每月 1/12 年）',
  'actual/360': '按天，实际天数/360',
  'actual/365': '按天，实际天数/365',
}

/** The highest values that a bid may have. */
const MOST_RATE_PCT = 36
const MOST_MONTHS = 600
const MOST_VALID_MONTHS = 6

const FEE_PARTS = ['state', 'measure', 'amount', 'payer', 'when'] as const
/** The form field for one part of a kind of cost, such as `fee-guarantee-state`. */
export const feeField = (kind: FeeKind, part: (typeof FEE_PARTS)[number]): string => `fee-${kind}-${part}`

const line = z.string('请刷新页面后重试').max(1000, '最多 1000 个字').default('')
const FIELDS = [
  ...['product', 'amount', 'rate', 'months', 'method', 'dayCount', 'conditions', 'validUntil'],
  ...FEE_KINDS.flatMap((kind) => FEE_PARTS.map((part) => feeField(kind, part))),
]
const count = z
  .string('请刷新页面后重试')
  .regex(/^\d{1,6}$/, '请刷新页面后重试')
  .transform(Number)
const shown = { window: count, version: count }
const schema = z.strictObject({ ...shown, ...Object.fromEntries(FIELDS.map((name) => [name, line])) })
const shownSchema = z.strictObject(shown)

export type ParsedBid =
  | { readonly ok: true; readonly bid: BidInput; readonly shown: ShownBid; readonly typed: Typed }
  | { readonly ok: false; readonly faults: readonly FormFault[]; readonly typed: Typed }

/** Reads the window and version from a form without other fields. @returns null when they are missing */
export function readShownBid(body: unknown): ShownBid | null {
  const read = readForm(shownSchema, body)
  return read.ok ? read.value : null
}

/** The published limits of amount and term that a bid must respect. */
export type BidProduct = { readonly id: string } & Partial<Pick<Product, 'amount' | 'term'>>

/**
 * Reads a bid and reports every fault; no kind of cost may be left out.
 * @param products the bank's own that fit
 * @param band the shown range of the requested amount: a bid may not exceed its upper bound
 */
export function readBid(
  body: unknown,
  products: readonly BidProduct[],
  today: LawDate,
  band: Pick<Band, 'text' | 'below'>,
): ParsedBid {
  const read = readForm(schema, body)
  if (!read.ok) return read
  const { typed } = read
  const form = new BidReader(typed)
  const productId = form.choice(
    'product',
    '产品',
    products.map(({ id }) => id),
  )
  const { amount, term } = products.find(({ id }) => id === productId) ?? {}
  const amountFen = form.wan('amount', '可贷金额', { min: amount?.minWan ?? null, max: amount?.maxWan ?? null })
  form.within('amount', '可贷金额', amountFen, band)
  const rateBp = form.percent('rate', '年利率', MOST_RATE_PCT)
  const months = form.number('months', '期限', {
    ...{ unit: '个月', whole: true },
    min: term?.minMonths ?? 1,
    max: term?.maxMonths ?? MOST_MONTHS,
  })
  const method = form.choice('method', '还款方式', REPAYMENT_METHODS)
  const dayCount = form.choice('dayCount', '计息方式', Object.keys(DAY_COUNTS) as readonly DayCountName[])
  const fees = FEE_KINDS.flatMap((kind) => readFee(form, kind) ?? [])
  const validUntil = form.day('validUntil', '有效期', today, addMonths(today, MOST_VALID_MONTHS))
  if (form.faults.length > 0 || method === null || dayCount === null || productId === null) {
    return { ok: false, faults: form.faults, typed }
  }
  const conditions = (typed.conditions ?? '').trim()
  const terms: OfferTerms = {
    amountFen,
    rateBp,
    months,
    method,
    dayCount,
    fees,
    securities: [],
    conditions,
    validUntil,
  }
  const { window, version } = read.value as unknown as ShownBid
  return { ok: true, bid: { productId, terms }, shown: { window, version }, typed }
}

function readFee(form: BidReader, kind: FeeKind): Fee | null {
  const name = FEE_NAMES[kind]
  const state = form.choice(feeField(kind, 'state'), name, ['none', 'known', 'unknown'] as const)
  if (state !== 'known') return state && { kind, state }
  const measure = form.choice(feeField(kind, 'measure'), `${name}的计算方式`, ['share', 'sum'] as const)
  const field = feeField(kind, 'amount')
  const amount =
    measure === 'share'
      ? { kind: measure, bp: form.percent(field, `${name}费率`, 100) }
      : { kind: 'sum' as const, fen: form.wan(field, `${name}金额`) }
  const payer = form.choice(feeField(kind, 'payer'), `${name}由谁承担`, FEE_PAYERS)
  const when = form.choice(feeField(kind, 'when'), `${name}的收取时间`, ['start', 'yearly', 'end'] as const)
  return payer && when && { kind, state, amount, payer, chargedBy: '', when }
}

/** Reads fields one by one and collects faults; for a faulty field it returns a placeholder that is never used. */
class BidReader {
  readonly faults: FormFault[] = []

  constructor(private readonly typed: Typed) {}

  private raw(field: string): string {
    return (this.typed[field] ?? '').trim()
  }

  private refuse(field: string, message: string): void {
    this.faults.push(fault(field, message))
  }

  choice<T extends string>(field: string, name: string, values: readonly T[]): T | null {
    const chosen = values.find((value) => value === this.raw(field))
    if (chosen === undefined) this.refuse(field, `${name}：请选择`)
    return chosen ?? null
  }

  number(field: string, name: string, options: Parameters<typeof parseFormNumber>[1]): number {
    const read = parseFormNumber(this.raw(field), options)
    if (read.kind === 'number') return read.value
    this.refuse(field, `${name}：${read.kind === 'missing' ? '请填写' : read.reason}`)
    return 1
  }

  /** A rate or share typed in percent, to two decimals; in basis points. */
  percent(field: string, name: string, max: number): BasisPoints {
    const pct = this.number(field, name, { unit: '%', min: 0.01, max })
    if (!hasTwoDecimals(pct)) this.refuse(field, `${name}：最多两位小数`)
    return bpFromPct(pct)
  }

  /** @param of the product's bounds in 万元; null where there is none */
  wan(field: string, name: string, of: { min: number | null; max: number | null } = { min: null, max: null }): number {
    const read = parseWan(this.raw(field))
    if (!read.ok || read.value === null || read.value <= 0) {
      this.refuse(field, `${name}：${read.ok ? '请填写大于 0 的金额' : read.error}`)
      return 1
    }
    const given = wanFromFen(read.value)
    if (of.min !== null && given < of.min) this.refuse(field, `${name}：这个产品最低 ${formatWan(of.min)}`)
    if (of.max !== null && given > of.max) this.refuse(field, `${name}：这个产品最高 ${formatWan(of.max)}`)
    return read.value
  }

  /** Names the band, never the requested amount. @param band in 万元 */
  within(field: string, name: string, fen: number, { text, below }: Pick<Band, 'text' | 'below'>): void {
    if (below === null || wanFromFen(fen) <= below || this.faults.some((one) => one.field === field)) return
    this.refuse(field, `${name}：这项需求的金额在“${text}”，不能超过 ${formatWan(below)}`)
  }

  day(field: string, name: string, first: LawDate, last: LawDate): LawDate {
    const text = this.raw(field)
    if (isLawDate(text) && text >= first && text <= last) return text
    this.refuse(field, `${name}：请填写今天到 ${formatDate(last)} 之间的日期`)
    return first
  }
}

/** A bid as form values. */
export function typedBid({ productId, terms }: BidInput): Typed {
  const { amountFen, rateBp, months, method, dayCount, conditions, validUntil, fees } = terms
  return {
    product: productId,
    amount: String(amountFen / 1_000_000),
    rate: (rateBp / 100).toFixed(2),
    months: String(months),
    method,
    dayCount,
    conditions,
    validUntil,
    ...Object.fromEntries(fees.flatMap((fee) => Object.entries(typedFee(fee)))),
  }
}

function typedFee(fee: Fee): Typed {
  const state = { [feeField(fee.kind, 'state')]: fee.state }
  if (fee.state !== 'known') return state
  const { amount } = fee
  return {
    ...state,
    [feeField(fee.kind, 'measure')]: amount.kind,
    [feeField(fee.kind, 'amount')]: String(amount.kind === 'share' ? amount.bp / 100 : amount.fen / 1_000_000),
    [feeField(fee.kind, 'payer')]: fee.payer,
    [feeField(fee.kind, 'when')]: fee.when,
  }
}
