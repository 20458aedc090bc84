import type { ProductResult, Verdict } from './types.js'

export type Ranking = 'cost' | 'speed' | 'amount' | 'green'

/** The ways to order results, with the name and the rule a person reads. */
export const RANKINGS: readonly { readonly id: Ranking; readonly name: string; readonly rule: string }[] = [
  { id: 'cost', name: '综合融资成本', rule: '综合年成本下限由低到高；相同则依次比较放款速度、额度满足、绿色程度' },
  { id: 'speed', name: '放款速度', rule: '办理时间由短到长；相同则依次比较综合年成本、额度满足、绿色程度' },
  {
    id: 'amount',
    name: '额度满足',
    rule: '可贷额度覆盖需求的比例由高到低；相同则依次比较综合年成本、放款速度、绿色程度',
  },
  {
    id: 'green',
    name: '绿色优先',
    rule: '绿色产品在前，绿色类别覆盖本次需求的更靠前；相同则依次比较综合年成本、放款速度、额度满足',
  },
]

export const DEFAULT_RANKING: Ranking = 'cost'

const GROUP: Readonly<Record<Verdict, number>> = { eligible: 0, needs_information: 1, ineligible: 2 }

type Ranked = Pick<ProductResult, 'verdict' | 'failing' | 'score' | 'product'>

/**
 * Compares two results: by verdict (ineligible ones by how few conditions fail), then by the
 * ranking's keys, not known after known, and last by product id, so that the order does not depend on the input order.
 */
export function compareResults(a: Ranked, b: Ranked, by: Ranking): number {
  if (a.verdict !== b.verdict) return GROUP[a.verdict] - GROUP[b.verdict]
  return a.failing === b.failing ? COMPARE_SCORES[by](a, b) : a.failing - b.failing
}

type Scored = Pick<ProductResult, 'score' | 'product'>

/** Cost and days: less is better; coverage and green: more is better; not known after everything known. */
const byCost = ({ score: a }: Scored, { score: b }: Scored) => rising(a.costPct, b.costPct)
const byDays = ({ score: a }: Scored, { score: b }: Scored) => rising(a.days, b.days)
const byCoverage = ({ score: a }: Scored, { score: b }: Scored) => falling(a.coveragePct, b.coveragePct)
const byGreen = ({ score: a }: Scored, { score: b }: Scored) => b.green - a.green

/** The order within one group of verdicts: keys of the ranking, first to last, then product id. */
export const COMPARE_SCORES: Readonly<Record<Ranking, (a: Scored, b: Scored) => number>> = {
  cost: (a, b) => byCost(a, b) || byDays(a, b) || byCoverage(a, b) || byGreen(a, b) || byId(a, b),
  speed: (a, b) => byDays(a, b) || byCost(a, b) || byCoverage(a, b) || byGreen(a, b) || byId(a, b),
  amount: (a, b) => byCoverage(a, b) || byCost(a, b) || byDays(a, b) || byGreen(a, b) || byId(a, b),
  green: (a, b) => byGreen(a, b) || byCost(a, b) || byDays(a, b) || byCoverage(a, b) || byId(a, b),
}

function rising(x: number | null, y: number | null): number {
  if (x === y) return 0
  if (x === null) return 1
  return y === null ? -1 : x - y
}

function falling(x: number | null, y: number | null): number {
  if (x === y) return 0
  if (x === null) return 1
  return y === null ? -1 : y - x
}

function byId({ product: a }: Scored, { product: b }: Scored): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The results in the order of a ranking, with their ranks. The input is left as it is. */
export function rankResults(
  results: readonly ProductResult[],
  by: Ranking = DEFAULT_RANKING,
): readonly ProductResult[] {
  return [...results].sort((a, b) => compareResults(a, b, by)).map((result, i) => ({ ...result, rank: i + 1 }))
}
