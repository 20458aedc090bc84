import type { Application, Offer } from '../../applications/index.js'
import {
  costSheet,
  DAY_COUNT_NAMES,
  type CostLine,
  type CostSheet,
  type OfferedMethod,
  type OfferTerms,
} from '../../finance/index.js'
import { formatDate } from '../../kernel/dates.js'
import { exactWanText, formatYuan } from '../../kernel/money.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import { groupDigits } from '../../kernel/text.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { whyUnranked } from '../rules/compare-offers.js'

/** The cost sheet of one offer; the same for the enterprise and for the bank that made it. */
export function costSheetView(application: Application, { terms, at, by }: Offer) {
  const sheet = costSheet(terms)
  return {
    heading: `${application.bankName ?? ''} ${application.productName ?? ''}`.trim(),
    lead: `${application.title}（${application.number}）的初步方案，${by}于 ${formatInstant(at)} 给出。`,
    annual: sheet.annual && {
      rate: formatRatePct(sheet.annual.simplePct),
      compound: formatRatePct(sheet.annual.compoundPct),
      method: sheet.annual.method,
      dayCount: sheet.annual.dayCount,
    },
    unranked: whyUnranked(sheet),
    terms: [
      { label: '金额', text: exactWanText(terms.amountFen) },
      { label: '年利率', text: rateText(terms) },
      { label: '期限', text: `${terms.months} 个月` },
      { label: '还款方式', text: terms.method },
      { label: '计息方式', text: DAY_COUNT_NAMES[terms.dayCount] },
      {
        label: '首期还款',
        text: sheet.firstPaymentFen === null ? '还本计划未说明' : formatYuan(sheet.firstPaymentFen),
      },
      { label: '放款前提', text: terms.conditions.trim() || '没有附加条件' },
      { label: '占用的担保', text: securitiesText(terms.securities) },
      { label: '有效期到', text: formatDate(terms.validUntil) },
    ],
    lines: sheet.lines.map(lineRow),
    totals: totalsOf(sheet),
    formulas: formulaLines(sheet),
    schedule: (sheet.schedule?.instalments ?? []).map(({ month, ...part }) => ({
      month,
      principal: formatYuan(part.principalFen),
      interest: formatYuan(part.interestFen),
      payment: formatYuan(part.paymentFen),
      balance: formatYuan(part.balanceFen),
    })),
  }
}

export const securitiesText = (securities: Offer['terms']['securities']): string =>
  securities.length === 0
    ? '不占用抵质押物'
    : securities
        .map(({ kind, reference, valueFen }) =>
          [`${kind} ${reference}`.trim(), ...(valueFen === null ? [] : [exactWanText(valueFen)])].join('，'),
        )
        .join('；')

export const rateText = ({ rateBp }: Pick<OfferTerms, 'rateBp'>): string => formatRatePct(pctFromBp(rateBp))

/** How a fee is measured: 每次为贷款金额的 1.00%. */
export function measureText({ measure }: CostLine): string | null {
  if (measure?.state !== 'known' || measure.amount.kind !== 'share') return null
  return `每次为贷款金额的 ${formatRatePct(pctFromBp(measure.amount.bp))}`
}

const NOT_KNOWN = '未说明'

function lineRow(line: CostLine) {
  const known = line.state === 'known'
  const words = (text: string | null) => text ?? (line.state === 'none' ? '—' : NOT_KNOWN)
  return {
    name: line.name,
    measure: measureText(line),
    chargedBy: words(line.chargedBy),
    payer: words(line.payer),
    when: words(line.when),
    unknown: line.state === 'unknown',
    amount: known ? formatYuan(line.amountFen ?? 0) : line.state === 'none' ? '无' : NOT_KNOWN,
    borne: line.borneFen === null ? NOT_KNOWN : formatYuan(line.borneFen),
  }
}

function totalsOf({ totalCostFen, totalPaidFen }: CostSheet) {
  const words = (fen: number | null) => (fen === null ? '有费用未说明，算不出' : formatYuan(fen))
  return [
    { label: '企业付出合计（利息加企业承担的费用）', text: words(totalCostFen) },
    { label: '还款总额（本金、利息和企业承担的费用）', text: words(totalPaidFen) },
  ]
}

const REPAYMENT_FORMULAS: Readonly<Record<OfferedMethod, string>> = {
  等额本息: '每期还款 = 本金 × 月利率 ×（1 + 月利率）的期数次方 ÷（（1 + 月利率）的期数次方 − 1），每期相同',
  等额本金: '每期还本 = 本金 ÷ 期数，每期利息 = 剩余本金 × 月利率',
  先息后本: '每期利息 = 本金 × 月利率，最后一期一次还本',
  到期一次还本付息: '利息 = 本金 × 月利率 × 月数，到期与本金一起付',
  按计划还本: '按还本计划分期还本，每期利息 = 剩余本金 × 月利率',
}

const MONTH_RATE_FORMULAS: Readonly<Record<OfferTerms['dayCount'], string>> = {
  month: '月利率 = 年利率 ÷ 12',
  'actual/360': '月利率 = 年利率 × 365 ÷ 12 ÷ 360；放款日未定，每月按 365 ÷ 12 天测算，实际按天数计',
  'actual/365': '月利率 = 年利率 ÷ 12；放款日未定，每月按 365 ÷ 12 天测算，实际按天数计',
}

/** How the figures of a cost sheet are computed, one sentence per line. */
function formulaLines({ terms, annual }: CostSheet): readonly string[] {
  const { method, dayCount } = terms
  const once = method === '到期一次还本付息'
  return [
    `还款：${REPAYMENT_FORMULAS[method]}。${MONTH_RATE_FORMULAS[dayCount]}。${method === '等额本金' ? '尾差逐期结转' : '尾差放在最后一期'}，合计到分。`,
    `计息方式：${DAY_COUNT_NAMES[dayCount]}。`,
    `综合年成本：${annual?.method ?? '内部收益率法（IRR），单利年化'}。到账金额（放款减去放款时的费用）等于各期还款和费用按这个收益率折算的现值之和。`,
    ...(annual === null ? [] : [rateSentence(annual, once ? terms.months : null)]),
    '企业付的费用在发生时全额计入；银行付的费用列出，但不计入。没有费用时，综合年成本等于年利率（一年按 360 天计息的，为年利率 × 365 ÷ 360）。',
  ]
}

function rateSentence({ simplePct, compoundPct }: NonNullable<CostSheet['annual']>, months: number | null): string {
  const period = months === null ? simplePct / 12 : (simplePct * months) / 12
  const rate = `${groupDigits(period, 6)}%`
  const simple = months === null ? `月收益率 ${rate} × 12` : `全期收益率 ${rate} × 12 ÷ ${months}`
  return `${simple} = ${formatRatePct(simplePct)}（单利年化）；按复利年化为 ${formatRatePct(compoundPct)}。`
}
