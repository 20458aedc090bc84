import { partsOf, type LawDate } from '../../kernel/dates.js'
import { wanFromFen, type Fen } from '../../kernel/money.js'
import type { YearFigures } from './enterprise.js'

type MoneyFigure = 'revenueFen' | 'assetsFen' | 'liabilitiesFen' | 'taxFen' | 'netProfitFen' | 'rdFen'
type CountFigure = 'employees' | 'energyTce'
export type Figure = MoneyFigure | CountFigure

export type FigureItem = {
  readonly figure: Figure
  readonly label: string
  readonly hint: string
  readonly unit: '万元' | '人' | '吨标准煤'
  readonly negative: boolean
}

/** The figures of a year, in the order of the page. */
export const FIGURES: readonly FigureItem[] = [
  { figure: 'revenueFen', label: '营业收入', hint: '利润表“营业收入”', unit: '万元', negative: false },
  { figure: 'netProfitFen', label: '净利润', hint: '利润表“净利润”，亏损填负数', unit: '万元', negative: true },
  { figure: 'assetsFen', label: '资产总计', hint: '年末资产负债表“资产总计”', unit: '万元', negative: false },
  { figure: 'liabilitiesFen', label: '负债合计', hint: '年末资产负债表“负债合计”', unit: '万元', negative: false },
  { figure: 'taxFen', label: '实缴税额', hint: '增值税、企业所得税等实缴合计', unit: '万元', negative: false },
  { figure: 'rdFen', label: '研发费用', hint: '没有研发投入填 0', unit: '万元', negative: false },
  { figure: 'employees', label: '从业人员', hint: '年末在岗人数，含劳务派遣', unit: '人', negative: false },
  { figure: 'energyTce', label: '综合能耗', hint: '折算为吨标准煤，见能源统计报表', unit: '吨标准煤', negative: false },
]

/** The calendar year that is over on that day: what banks call 上一完整年度. */
export function lastFullYear(asOf: LawDate): number {
  return partsOf(asOf).year - 1
}

/** The years that can be filled in: the last full one and the two before. */
export function fillableYears(asOf: LawDate): readonly number[] {
  const last = lastFullYear(asOf)
  return [last, last - 1, last - 2]
}

/** The figures of one year, or null when nobody has given any. */
export function figuresOf(years: readonly YearFigures[], year: number): YearFigures | null {
  return years.find((one) => one.year === year) ?? null
}

/** What the engine asks of the last full year, as far as it is known. Amounts in 万元, ratios in percent. */
export function factsOfYear(figures: YearFigures): Readonly<Record<string, number>> {
  const { revenueFen, assetsFen, liabilitiesFen, rdFen } = figures
  const facts: Record<string, number | null> = {
    'enterprise.employees': figures.employees,
    'enterprise.annualRevenueWan': wan(revenueFen),
    'enterprise.totalAssetsWan': wan(assetsFen),
    'enterprise.annualTaxWan': wan(figures.taxFen),
    'enterprise.netProfitWan': wan(figures.netProfitFen),
    'enterprise.debtRatioPct': ratioPct(liabilitiesFen, assetsFen),
    'enterprise.rdRatioPct': ratioPct(rdFen, revenueFen),
  }
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, number] => entry[1] !== null))
}

const wan = (fen: Fen | null) => (fen === null ? null : wanFromFen(fen))

/** The largest ratio the engine takes: beyond it the figures are a mistake, so nothing is claimed from them. */
const LARGEST_PCT = 10_000

/** Part ÷ whole in percent to two decimals; null while one is not known, or the whole is not more than nothing. */
export function ratioPct(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole <= 0) return null
  const pct = Math.round((part / whole) * 10_000) / 100
  return pct > LARGEST_PCT ? null : pct
}
