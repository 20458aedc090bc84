import { DAY_COUNT_NAMES, type CostSheet, type OfferedMethod, type OfferTerms } from '../../finance/index.js'
import { formatRatePct } from '../../kernel/percent.js'
import { groupDigits } from '../../kernel/text.js'

const REPAYMENT: Readonly<Record<OfferedMethod, string>> = {
  等额本息: '每期还款 = 本金 × 月利率 ×（1 + 月利率）的期数次方 ÷（（1 + 月利率）的期数次方 − 1），每期相同',
  等额本金: '每期还本 = 本金 ÷ 期数，每期利息 = 剩余本金 × 月利率',
  先息后本: '每期利息 = 本金 × 月利率，最后一期一次还本',
  到期一次还本付息: '利息 = 本金 × 月利率 × 月数，到期与本金一起付',
  按计划还本: '按还本计划分期还本，每期利息 = 剩余本金 × 月利率',
}

const MONTH_RATE: Readonly<Record<OfferTerms['dayCount'], string>> = {
  month: '月利率 = 年利率 ÷ 12',
  'actual/360': '月利率 = 年利率 × 365 ÷ 12 ÷ 360；放款日未定，每月按 365 ÷ 12 天测算，实际按天数计',
  'actual/365': '月利率 = 年利率 ÷ 12；放款日未定，每月按 365 ÷ 12 天测算，实际按天数计',
}

/** How the figures of a cost sheet come about, one sentence a line. */
export function formulaLines({ terms, annual }: CostSheet): readonly string[] {
  const { method, dayCount } = terms
  const once = method === '到期一次还本付息'
  return [
    `还款：${REPAYMENT[method]}。${MONTH_RATE[dayCount]}。${method === '等额本金' ? '尾差逐期结转' : '尾差放在最后一期'}，合计到分。`,
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
