import type { Request, Response } from 'express'
import { page } from '../../web/page.js'
import {
  allocatePlaces,
  FEWEST_LIMITS,
  HALF_CASES,
  HALF_COST_PCT,
  NEUTRAL_SHARE,
  PLACES,
  scoreParts,
  WEIGHTS,
  type Candidate,
} from '../rules/allocate-places.js'
import type { WindowLength } from '../rules/bidding-window.js'

const REQUESTED_WAN = 800
const FEN_PER_WAN = 1_000_000

/** Four invented bids on a request of 800 万元 for a green project. */
const EXAMPLE: readonly (Candidate & { readonly name: string })[] = [
  example('示例银行甲', {
    conditionsPassed: 7,
    costBp: 385,
    coveredWan: 600,
    openCases: 24,
    officers: 4,
    kept: 27,
    ended: 30,
  }),
  example('示例银行乙', {
    conditionsPassed: 8,
    costBp: 430,
    coveredWan: 800,
    openCases: 6,
    officers: 3,
    kept: 12,
    ended: 12,
  }),
  example('示例银行丙', {
    conditionsPassed: 8,
    costBp: 410,
    coveredWan: 800,
    openCases: 60,
    officers: 5,
    kept: 14,
    ended: 28,
  }),
  example('示例银行丁', {
    conditionsPassed: 8,
    costBp: null,
    coveredWan: 800,
    openCases: 0,
    officers: 2,
    kept: 2,
    ended: 2,
  }),
]

function example(
  name: string,
  of: {
    conditionsPassed: number
    costBp: number | null
    coveredWan: number
    openCases: number
    officers: number
    kept: number
    ended: number
  },
): Candidate & { readonly name: string } {
  const { coveredWan, kept, ended, ...rest } = of
  return {
    ...rest,
    name,
    bankId: name,
    verdict: rest.conditionsPassed === 8 ? 'eligible' : 'needs_information',
    conditionsTotal: 8,
    green: 1,
    coveredFen: coveredWan * FEN_PER_WAN,
    limits: { ended, kept },
  }
}

/** `GET /about/places`: the rule with its figures, and an example computed by the rule itself. */
export const showPlaceRule = (length: WindowLength) => (_req: Request, res: Response) => {
  page(res, 'hall/rule', {
    title: '名额规则',
    section: 'ranking',
    places: PLACES,
    weights: WEIGHTS,
    fit: WEIGHTS.conditions + WEIGHTS.eligible + WEIGHTS.green,
    terms: WEIGHTS.cost + WEIGHTS.coverage,
    halfCost: HALF_COST_PCT,
    halfCases: HALF_CASES,
    neutral: NEUTRAL_SHARE * 100,
    lowest: (WEIGHTS.promises * NEUTRAL_SHARE) / (1 - NEUTRAL_SHARE),
    fewest: FEWEST_LIMITS,
    window: length.unit === 'wd' ? `${length.count} 个工作日` : `工作日内的 ${length.count} 小时`,
    asked: REQUESTED_WAN,
    example: workedExample(),
  })
}

/** The example with its points and places, by rank. */
export function workedExample() {
  return allocatePlaces({ id: 'example', amountFen: REQUESTED_WAN * FEN_PER_WAN }, EXAMPLE).map(
    ({ bankId, rank, placed, score }) => {
      const bid = EXAMPLE.find((one) => one.bankId === bankId)
      return {
        rank,
        placed,
        name: bid?.name ?? bankId,
        points: scoreParts(score).map(({ points }) => points),
        cost: bid?.costBp ? `${(bid.costBp / 100).toFixed(2)}%` : '有费用未知',
        covered: `${(bid?.coveredFen ?? 0) / FEN_PER_WAN} 万元`,
        conditions: `${bid?.conditionsPassed ?? 0}/8`,
        load: `${bid?.openCases ?? 0} 件，${bid?.officers ?? 0} 人`,
        limits: `${bid?.limits.kept ?? 0}/${bid?.limits.ended ?? 0}`,
      }
    },
  )
}
