import { costExample, REPAYMENT_METHODS, type CostExample, type RepaymentMethod } from '../../finance/index.js'
import { fenFromWan } from '../../kernel/money.js'
import { bpFromPct } from '../../kernel/percent.js'
import type { Basis, Product } from '@lueqiao/matching-engine'

/** The cost of one example loan of a product. */
export type ProductCostExample = {
  readonly amountWan: number
  readonly months: number
  readonly ratePct: number
  /** Which stated rate is used: the lowest, or the highest where only that is known. */
  readonly rateEnd: 'lowest' | 'highest'
  readonly rateBasis: Basis
  readonly method: RepaymentMethod
  readonly cost: CostExample
}

const USUAL_AMOUNT_WAN = 100
const USUAL_MONTHS = 12

/**
 * 100 万元 over 12 months, or the nearest that the product offers, at its lowest stated rate, with the fees that the
 * enterprise pays and the catalogue states. Null when no rate is known or the amount or term is too small. A product whose
 * repayment follows the contract (随借随还, 按计划还本) is shown with monthly interest and the principal at the end.
 */
export function productCostExample(product: Product): ProductCostExample | null {
  const ratePct = product.rate.minPct ?? product.rate.maxPct
  if (ratePct === null) return null
  const amountWan = nearest(USUAL_AMOUNT_WAN, product.amount.minWan, product.amount.maxWan)
  const months = nearest(USUAL_MONTHS, product.term.minMonths, product.term.maxMonths)
  const amountFen = fenFromWan(amountWan)
  if (amountFen < 1 || months < 1) return null
  const method = REPAYMENT_METHODS.find((one) => product.repayment.includes(one)) ?? '先息后本'
  const cost = costExample({
    amountFen,
    annualRateBp: bpFromPct(ratePct),
    months,
    method,
    upfrontFeesFen: enterpriseFeesFen(product, amountWan),
  })
  const rateEnd = product.rate.minPct === null ? 'highest' : 'lowest'
  return { amountWan, months, ratePct, rateEnd, rateBasis: product.rate.basis, method, cost }
}

/** One-off fees that the enterprise bears, in fen. */
function enterpriseFeesFen({ fees }: Product, amountWan: number): number {
  const wan = fees
    .filter((fee) => fee.payer === '企业')
    .reduce((sum, fee) => sum + (fee.wan ?? 0) + ((fee.pct ?? 0) / 100) * amountWan, 0)
  return fenFromWan(wan)
}

const nearest = (usual: number, least: number | null, most: number | null): number =>
  Math.max(least ?? usual, Math.min(most ?? usual, usual))
