import type { ProductResult, Score, Verdict } from './types.js'

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

/** The keys of each ranking, first to last; cost and days: less is better, coverage and green: more is better. */
const KEYS: Readonly<Record<Ranking, readonly (keyof Score)[]>> = {
  cost: ['costPct', 'days', 'coveragePct', 'green'],
  speed: ['days', 'costPct', 'coveragePct', 'green'],
  amount: ['coveragePct', 'costPct', 'days', 'green'],
  green: ['green', 'costPct', 'days', 'coveragePct'],
}

const GROUP: Readonly<Record<Verdict, number>> = { eligible: 0, needs_information: 1, ineligible: 2 }

type Ranked = Pick<ProductResult, 'verdict' | 'failing' | 'score' | 'product'>

/**
 * Whether one result stands before another: by verdict (ineligible ones by how few conditions fail), then by the
 * ranking's keys, not known after known, and last by product id, so that the order never depends on the input's.
 */
export function compareResults(a: Ranked, b: Ranked, by: Ranking): number {
  if (a.verdict !== b.verdict) return GROUP[a.verdict] - GROUP[b.verdict]
  return a.failing === b.failing ? compareScores(a, b, by) : a.failing - b.failing
}

/** The same within one group: keys of the ranking, then product id. */
export function compareScores(a: Pick<Ranked, 'score' | 'product'>, b: Pick<Ranked, 'score' | 'product'>, by: Ranking) {
  for (const key of KEYS[by]) {
    const x = a.score[key]
    const y = b.score[key]
    if (x === y) continue
    if (x === null) return 1
    if (y === null) return -1
    return key === 'costPct' || key === 'days' ? x - y : y - x
  }
  return a.product.id < b.product.id ? -1 : a.product.id > b.product.id ? 1 : 0
}

/** The results in the order of a ranking, with their ranks. The input is left as it is. */
export function rankResults(
  results: readonly ProductResult[],
  by: Ranking = DEFAULT_RANKING,
): readonly ProductResult[] {
  return [...results].sort((a, b) => compareResults(a, b, by)).map((result, i) => ({ ...result, rank: i + 1 }))
}
