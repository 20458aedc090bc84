import type { FinancingRequest } from '../../applications/index.js'
import { FEE_KINDS, type Fee, type OfferedMethod, type OfferTerms } from '../../finance/index.js'
import { addDays, daysBetween, type LawDate } from '../../kernel/dates.js'
import { bpFromPct } from '../../kernel/percent.js'
import type { Guarantee } from '../../loans/index.js'
import type { Product } from '@lueqiao/matching-engine'
import type { Chance } from '../sample-figures.js'

const FEN_PER_WAN = 1_000_000
/** Rates came down by about so much a year. */
const FALL_PCT_A_YEAR = 0.2

/** What a bank might offer. @param end the day on which the history ends */
export function inventedTerms(
  request: FinancingRequest,
  product: Product | undefined,
  { today, end, chance }: { readonly today: LawDate; readonly end: LawDate; readonly chance: Chance },
): OfferTerms {
  const floor = product?.rate.minPct ?? 3.4 + chance.next() * 0.8
  const years = daysBetween(today, end) / 365
  const pct = floor + FALL_PCT_A_YEAR * years + chance.between(0, 14) * 0.05
  const share = chance.pick([1, 1, 1, 1, 0.9, 0.8, 0.7])
  const method = methodOf(request, chance)
  return {
    amountFen: Math.max(FEN_PER_WAN, Math.round((request.amountFen * share) / FEN_PER_WAN) * FEN_PER_WAN),
    rateBp: bpFromPct(Math.round(pct * 100) / 100),
    months: request.termMonths,
    method,
    dayCount: method === '等额本息' ? 'month' : 'actual/360',
    fees: feesOf(request, chance),
    securities: [],
    conditions: chance.percent(30) ? '资金受托支付至收款人账户（示例）' : '',
    validUntil: addDays(today, chance.pick([20, 30, 30, 45])),
  }
}

function methodOf({ termMonths, dimensions }: FinancingRequest, chance: Chance): OfferedMethod {
  if (termMonths <= 12) return chance.pick(['先息后本', '先息后本', '到期一次还本付息', '等额本息'])
  return dimensions.purpose === '项目建设' ? chance.pick(['等额本金', '等额本息']) : '等额本息'
}

function feesOf({ securities }: FinancingRequest, chance: Chance): readonly Fee[] {
  const kinds = new Set(securities.map(({ kind }) => kind))
  return FEE_KINDS.map((kind): Fee => {
    const paid = { kind, state: 'known', payer: '企业' } as const
    if (kind === 'guarantee' && kinds.has('融资担保')) {
      return { ...paid, amount: { kind: 'share', bp: 80 }, chargedBy: '担保公司', when: 'yearly' }
    }
    if (kind === 'appraisal' && (kinds.has('房产') || kinds.has('土地'))) {
      const fen = chance.between(3, 20) * 100_000
      return { ...paid, payer: chance.pick(['企业', '银行']), amount: { kind: 'sum', fen }, chargedBy: '评估公司', when: 'start' } // prettier-ignore
    }
    return { kind, state: chance.percent(2) ? 'unknown' : 'none' }
  })
}

const PROMISES = new Set(['融资担保', '企业保证', '个人保证'])
const PAWNED = new Set(['应收账款', '仓单存货', '收费权', '股权', '补贴确权', '知识产权', '取水权'])

/** The main way in which a loan is secured, from what the request offers. */
export function guaranteeOf({ securities }: Pick<FinancingRequest, 'securities'>): Guarantee {
  const ways = new Set(
    securities.map(({ kind }): Guarantee => (PROMISES.has(kind) ? '保证' : PAWNED.has(kind) ? '质押' : '抵押')),
  )
  const [only] = ways
  return only === undefined ? '信用' : ways.size > 1 ? '组合' : only
}
