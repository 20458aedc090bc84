import type { Application } from '../../applications/index.js'
import {
  costSheet,
  DAY_COUNT_NAMES,
  FEE_KINDS,
  FEE_NAMES,
  OFFERED_METHODS,
  type Fee,
  type FeeKind,
  type OfferTerms,
} from '../../finance/index.js'
import { isPromise } from '../../enterprises/index.js'
import { addDays, formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan, wanFromFen } from '../../kernel/money.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import type { Typed } from '../../web/form.js'
import type { CaseFile } from '../rules/case-file.js'
import { DAY_COUNTS, feeField, securityField } from './terms.form.js'
import { exactAmountText } from './queue.views.js'

const FEE_TIME_NAMES = { start: '放款时一次', yearly: '每年初', end: '到期时' } as const
/** The usual validity of an offer, in days. */
const USUAL_VALIDITY = 30

/** The cost of an offer as both sides see it, or why it cannot be computed. */
export function costView(terms: OfferTerms) {
  const sheet = costSheet(terms)
  const missing = sheet.missing.map((kind) => FEE_NAMES[kind])
  const why = [
    ...(missing.length > 0 ? [`${missing.join('、')}还不知道`] : []),
    ...(sheet.planMissing ? ['还没有完整的还本计划'] : []),
  ]
  return {
    known: sheet.annual !== null,
    annual: sheet.annual ? formatRatePct(sheet.annual.simplePct) : '暂不能计算',
    why: sheet.annual ? '' : why.join('，') || '费用超过了贷款金额',
    method: sheet.annual ? `${sheet.annual.method}；${sheet.annual.dayCount}` : '',
    rows: [
      ['首期还款', sheet.firstPaymentFen === null ? '暂不能计算' : formatYuan(sheet.firstPaymentFen)],
      ['利息和企业承担的费用合计', sheet.totalCostFen === null ? '暂不能计算' : formatYuan(sheet.totalCostFen)],
      ['还款总额', sheet.totalPaidFen === null ? '暂不能计算' : formatYuan(sheet.totalPaidFen)],
    ].map(([label = '', value = '']) => ({ label, value })),
  }
}

/** The terms as rows of label and value. */
export function termsRows(terms: OfferTerms) {
  const { amountFen, rateBp, months, method, dayCount, fees, securities, conditions, validUntil, plan } = terms
  const rows: readonly (readonly [string, string])[] = [
    ['金额', exactAmountText(amountFen)],
    ['年利率', formatRatePct(pctFromBp(rateBp))],
    ['期限', `${months} 个月`],
    ['还款方式', method],
    ...(plan
      ? [
          [
            '还本计划',
            plan.map((part) => `第 ${part.month} 个月 ${exactAmountText(part.amountFen)}`).join('，'),
          ] as const,
        ]
      : []),
    ['计息方式', DAY_COUNT_NAMES[dayCount]],
    ...fees.map((fee): [string, string] => [FEE_NAMES[fee.kind], feeWords(fee)]),
    ['担保', securities.length === 0 ? '不要求' : securities.map(takenWords).join('、')],
    ['放款前提', conditions || '没有'],
    ['有效期至', formatDate(validUntil)],
  ]
  return rows.map(([label, value]) => ({ label, value }))
}

const takenWords = ({ kind, reference, valueFen }: OfferTerms['securities'][number]) =>
  `${kind}（${reference || '未写明'}）${valueFen === null ? '' : exactAmountText(valueFen)}`

function feeWords(fee: Fee): string {
  if (fee.state === 'none') return '没有'
  if (fee.state === 'unknown') return '还不知道'
  const { amount, payer, chargedBy, when } = fee
  const sum = amount.kind === 'sum' ? exactAmountText(amount.fen) : `金额的 ${formatRatePct(pctFromBp(amount.bp))}`
  return `${sum}，${FEE_TIME_NAMES[when]}，${payer}承担，${chargedBy || '本行'}收取`
}

type TermsFormInput = {
  readonly application: Application
  readonly file: CaseFile
  readonly today: LawDate
  readonly typed: Typed | null
  readonly draft: Typed | null
}

/** The form of the terms: what was typed, else the draft, else the present offer, else the requested values. */
export function termsForm({ application, file, today, typed, draft }: TermsFormInput) {
  const offer = application.offer?.terms
  const values = typed ?? draft ?? (offer ? typedTerms(offer, file) : usual(application, file, today))
  const value = (name: string) => values[name] ?? ''
  return {
    values,
    methods: OFFERED_METHODS,
    dayCounts: DAY_COUNTS.map((name) => ({ value: name, text: DAY_COUNT_NAMES[name] })),
    fees: FEE_KINDS.map((kind) => feeLine(kind, value)),
    securities: file.securities.map(({ kind, reference, valueFen, pledgedFen }, place) => ({
      take: securityField(place, 'take'),
      field: securityField(place, 'value'),
      taken: value(securityField(place, 'take')) !== '',
      value: value(securityField(place, 'value')),
      hasValue: !isPromise(kind),
      text: isPromise(kind)
        ? `${kind}（${reference || '未写明'}）`
        : `${kind}（${reference || '未写明'}），企业可提供 ${exactAmountText(pledgedFen ?? valueFen)}`,
    })),
  }
}

function feeLine(kind: FeeKind, value: (name: string) => string) {
  const part = (name: Parameters<typeof feeField>[1]) => ({
    field: feeField(kind, name),
    value: value(feeField(kind, name)),
  })
  return {
    ...{ kind, name: FEE_NAMES[kind] },
    ...{ state: part('state'), measure: part('measure'), amount: part('amount') },
    ...{ payer: part('payer'), by: part('by'), when: part('when') },
  }
}

function usual({ amountFen, termMonths }: Application, file: CaseFile, today: LawDate): Typed {
  return {
    amount: String(wanFromFen(amountFen)),
    months: String(termMonths),
    validUntil: addDays(today, USUAL_VALIDITY),
    ...Object.fromEntries(
      file.securities.flatMap(({ kind, valueFen, pledgedFen }, place) => {
        const most = isPromise(kind) ? null : (pledgedFen ?? valueFen)
        const take: [string, string] = [securityField(place, 'take'), 'on']
        return most === null ? [take] : [take, [securityField(place, 'value'), String(wanFromFen(most))]]
      }),
    ),
  }
}

/** Terms as form values. */
function typedTerms(terms: OfferTerms, { securities }: CaseFile): Typed {
  const fields: [string, string][] = [
    ['amount', String(wanFromFen(terms.amountFen))],
    ['rate', String(pctFromBp(terms.rateBp))],
    ['months', String(terms.months)],
    ['method', terms.method],
    ['plan', (terms.plan ?? []).map(({ month, amountFen }) => `${month} ${wanFromFen(amountFen)}`).join('\n')],
    ['dayCount', terms.dayCount],
    ['conditions', terms.conditions],
    ['validUntil', terms.validUntil],
    ...terms.fees.flatMap(typedFee),
  ]
  for (const { kind, reference, valueFen } of terms.securities) {
    const place = securities.findIndex((one) => one.kind === kind && one.reference === reference)
    if (place < 0) continue
    fields.push([securityField(place, 'take'), 'on'])
    if (valueFen !== null) fields.push([securityField(place, 'value'), String(wanFromFen(valueFen))])
  }
  return Object.fromEntries(fields)
}

function typedFee(fee: Fee): [string, string][] {
  const { kind } = fee
  if (fee.state !== 'known') return [[feeField(kind, 'state'), fee.state]]
  const { amount, payer, chargedBy, when } = fee
  const number = amount.kind === 'sum' ? wanFromFen(amount.fen) : pctFromBp(amount.bp)
  return [
    [feeField(kind, 'state'), 'known'],
    [feeField(kind, 'measure'), amount.kind],
    [feeField(kind, 'amount'), String(number)],
    [feeField(kind, 'payer'), payer],
    [feeField(kind, 'by'), chargedBy],
    [feeField(kind, 'when'), when],
  ]
}
