import type { Application, Offer } from '../../applications/index.js'
import { costSheet, DAY_COUNT_NAMES, type CostLine, type CostSheet } from '../../finance/index.js'
import { formatDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { whyUnranked } from '../compare-offers.js'
import { formulaLines } from './formulas.js'
import { measureText, rateText, wanText } from './money-text.js'

/** The cost sheet of one offer as a page shows it, the same to the enterprise and to the bank that made it. */
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
      { label: '金额', text: wanText(terms.amountFen) },
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
          [`${kind} ${reference}`.trim(), ...(valueFen === null ? [] : [wanText(valueFen)])].join('，'),
        )
        .join('；')

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
