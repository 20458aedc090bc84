import { formatExactWan, formatYuan } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import type { RepaymentMethod } from '../../finance/index.js'
import type { Product } from '@lueqiao/matching-engine'
import { productCostExample, type ProductCostExample } from '../rules/cost-example.js'
import { monthsText } from '../rules/terms-text.js'
import { basisBadge, type BasisBadge } from './basis-badge.js'

export type CostExampleView = {
  /** 借 100 万元，1 年，年利率 2.90%，先息后本 */
  readonly premise: string
  readonly badge: BasisBadge
  readonly lines: readonly { readonly label: string; readonly text: string }[]
  readonly formula: string
  readonly remarks: readonly string[]
}

const formulas: Readonly<Record<RepaymentMethod, string>> = {
  等额本息:
    '每月还款 = 本金 × 月利率 ×（1 + 月利率）的期数次方 ÷（（1 + 月利率）的期数次方 − 1）；月利率 = 年利率 ÷ 12。',
  等额本金: '每月还本 = 本金 ÷ 期数；每月利息 = 剩余本金 × 月利率；月利率 = 年利率 ÷ 12。',
  先息后本: '每月利息 = 本金 × 月利率，到期一次还本；月利率 = 年利率 ÷ 12。',
  到期一次还本付息: '利息 = 本金 × 年利率 × 月数 ÷ 12，到期与本金一起付。',
}

/** The cost example of a product page, or null where no rate is known. */
export function costExampleView(product: Product): CostExampleView | null {
  const example = productCostExample(product)
  if (!example) return null
  const { amountWan, months, ratePct, method, cost } = example
  return {
    premise: `借 ${formatExactWan(amountWan)}，${monthsText(months)}，年利率 ${formatRatePct(ratePct)}，${method}`,
    badge: basisBadge(example.rateBasis),
    lines: [
      ...paymentLines(example),
      { label: '利息合计', text: formatYuan(cost.totalInterestFen) },
      { label: '企业承担的费用', text: feeText(product, cost.upfrontFeesFen) },
      { label: '本息费合计', text: formatYuan(cost.totalPaidFen) },
      ...(cost.annualSimplePct === null
        ? []
        : [{ label: '综合年化成本（单利，内部收益率法）', text: formatRatePct(cost.annualSimplePct) }]),
    ],
    formula: formulas[method],
    remarks: remarksOf(product, example),
  }
}

function paymentLines({ method, cost, months }: ProductCostExample): CostExampleView['lines'] {
  const first = cost.schedule.instalments[0]
  const last = cost.schedule.instalments.at(-1)
  if (!first || !last || months === 1 || method === '到期一次还本付息') return []
  const label = { 等额本息: '每月还款', 等额本金: '第一个月还款', 先息后本: '每月付息' }[method]
  const lines = [{ label, text: formatYuan(first.paymentFen) }]
  return method === '等额本息' ? lines : [...lines, { label: '最后一个月还款', text: formatYuan(last.paymentFen) }]
}

function feeText({ fees }: Product, feesFen: number): string {
  const own = fees.filter((fee) => fee.payer === '企业')
  if (own.length === 0) return '目录未列出'
  // A fee with an unpublished amount is mentioned, not counted as zero.
  const unknown = own.some((fee) => typeof fee.pct !== 'number' && typeof fee.wan !== 'number')
  if (unknown) return feesFen > 0 ? `${formatYuan(feesFen)}，另有费用金额未公布` : '金额未公布'
  return formatYuan(feesFen)
}

function remarksOf(product: Product, { method, rateEnd, cost }: ProductCostExample): readonly string[] {
  const contract = product.repayment.filter((one) => one === '随借随还' || one === '按计划还本')
  const own = product.repayment.includes(method)
  return [
    `按${rateEnd === 'lowest' ? '所列最低利率' : '所列最高利率'}计算，不含未公布的费用，实际以合同为准。`,
    ...(cost.upfrontFeesFen > 0 ? ['费用按放款时一次付清计算。'] : []),
    ...(own ? [] : [`本产品的还款方式是${contract.join('、')}，随合同而定，这里按“${method}”示意。`]),
  ]
}
