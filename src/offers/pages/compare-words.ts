import { formatRatePct } from '../../kernel/percent.js'
import { cheapest, type ComparedOffer } from '../compare-offers.js'
import { bankAndProduct } from './compare.views.js'
import { rateText } from './money-text.js'

const nameOf = ({ application }: ComparedOffer) => bankAndProduct(application)
const annualText = ({ sheet }: ComparedOffer) => formatRatePct(sheet.annual?.simplePct ?? 0)

/** What the comparison comes to, in sentences; the first one is what matters most. */
export function verdictOf(offers: readonly ComparedOffer[]): readonly string[] {
  if (offers.length === 0) return []
  const ranked = offers.filter(({ unranked }) => unranked === null)
  const unranked = offers.filter((one) => one.unranked !== null).map((one) => `${nameOf(one)}${one.unranked ?? ''}。`)
  const best = cheapest(offers)
  const [first] = best
  if (first === undefined) return ['还没有费用齐全的方案，暂时不能比较综合年成本。', ...unranked]
  if (ranked.length === 1)
    return [`费用齐全的方案只有 ${nameOf(first)}，综合年成本 ${annualText(first)}。`, ...unranked]
  const names = best.map(nameOf).join('、')
  const verdict =
    best.length > 1
      ? `综合年成本最低的是 ${names}，同为 ${annualText(first)}。`
      : `综合年成本最低的是 ${names}，${annualText(first)}。`
  return [verdict, ...temptation(ranked, best), ...unranked]
}

/** Where the lowest rate is not the lowest cost, fees make the difference: that has to be said. */
function temptation(ranked: readonly ComparedOffer[], best: readonly ComparedOffer[]): readonly string[] {
  const [lowestRate] = ranked.toSorted((one, other) => one.sheet.terms.rateBp - other.sheet.terms.rateBp)
  if (lowestRate === undefined || best.includes(lowestRate)) return []
  if (best.some(({ sheet }) => sheet.terms.rateBp === lowestRate.sheet.terms.rateBp)) return []
  const { terms } = lowestRate.sheet
  return [
    `利率最低的不是最省的：${nameOf(lowestRate)} 年利率 ${rateText(terms)}，算上费用和计息方式后为 ${annualText(lowestRate)}。`,
  ]
}
