import { sha256, type MatchRecord, type Node, type Verdict } from '@lueqiao/matching-engine'
import { effectiveRate, type OfferTerms } from '../../finance/index.js'
import type { Fen } from '../../kernel/money.js'
import { pctFromBp, type BasisPoints } from '../../kernel/percent.js'

/** The most banks that work on one request (source: the portal's rules, published on `/about/places`). */
export const PLACES = 3

/** The published weights, in points. `/about/places` shows these figures: a change here changes the published rule. */
export const WEIGHTS = {
  /** Share of the product's conditions that are met. */
  conditions: 15,
  /** Every condition is met. */
  eligible: 5,
  /** The product fits the green class of the need. Every bid gets it where the need is not green. */
  green: 5,
  /** All-in yearly cost of the indicative terms. */
  cost: 40,
  /** Share of the requested amount that the terms cover, in whole quarters. */
  coverage: 10,
  /** Open cases per officer. */
  capacity: 20,
  /** Limits kept: the most points, for all of them. */
  promises: 5,
} as const

/** The cost that earns half the points of `cost`, in percent a year. */
export const HALF_COST_PCT = 4
/** The open cases per officer that earn half the points of `capacity`. */
export const HALF_CASES = 5
/** The share of limits kept that earns no points and costs none. */
export const NEUTRAL_SHARE = 0.8
/** With fewer limits than this in twelve months, a bank's promises do not count. */
export const FEWEST_LIMITS = 5

/** A bid as the rule sees it. The time of the bid is not part of it. */
export type Candidate = {
  readonly bankId: string
  readonly verdict: Verdict
  readonly conditionsPassed: number
  readonly conditionsTotal: number
  /** 1, 0.5 or 0 from the match; null where the need is not green. */
  readonly green: number | null
  /** All-in yearly cost; null when a fee is unknown. */
  readonly costBp: BasisPoints | null
  readonly coveredFen: Fen
  readonly openCases: number
  readonly officers: number
  /** Limits that ended in the last twelve months, and how many of them were kept. */
  readonly limits: { readonly ended: number; readonly kept: number }
}

/** The points of each part, not rounded. */
export type Score = {
  readonly fit: number
  readonly terms: number
  readonly capacity: number
  readonly promises: number
  readonly total: number
  /** Bids with an unknown cost rank after all others. */
  readonly costKnown: boolean
}

export type PlaceAllocation = {
  readonly bankId: string
  /** 1 is the first. */
  readonly rank: number
  readonly placed: boolean
  readonly score: Score
}

/** The points of one bid. Depends on the bid and the request alone, so that no bank can change another's score. */
export function scoreOf(bid: Candidate, requestedFen: Fen): Score {
  const fit = fitPoints(bid)
  const terms = costPoints(bid.costBp) + WEIGHTS.coverage * coveredShare(bid.coveredFen, requestedFen)
  const capacity = capacityPoints(bid)
  const promises = promisePoints(bid.limits)
  return { fit, terms, capacity, promises, total: fit + terms + capacity + promises, costKnown: bid.costBp !== null }
}

/**
 * Allocates places by the published rule: bids with a known cost first, then by points, then by the amount covered, then
 * by the draw. The order of arrival does not count. Each bank appears once, with its best bid.
 * @param places how many are free; capped at `PLACES`
 */
export function allocatePlaces(
  request: { readonly id: string; readonly amountFen: Fen },
  bids: readonly Candidate[],
  places: number = PLACES,
): readonly PlaceAllocation[] {
  const ranked = bids
    .map((bid) => ({ bid, score: scoreOf(bid, request.amountFen), draw: drawOf(request.id, bid.bankId) }))
    .sort(
      (a, b) =>
        Number(b.score.costKnown) - Number(a.score.costKnown) ||
        b.score.total - a.score.total ||
        covered(b.bid, request.amountFen) - covered(a.bid, request.amountFen) ||
        (a.draw < b.draw ? -1 : a.draw > b.draw ? 1 : 0),
    )
  const banks = new Set<string>()
  const once = ranked.filter(({ bid: { bankId } }) => !banks.has(bankId) && banks.add(bankId))
  const given = Math.min(Math.max(0, places), PLACES)
  return once.map(({ bid: { bankId }, score }, place) => ({ bankId, rank: place + 1, placed: place < given, score }))
}

/** The draw between equal bids: the lower hash ranks first. Neither side can choose the two ids in it. */
export const drawOf = (requestId: string, bankId: string): string => sha256(`${requestId}:${bankId}`)

function fitPoints({ verdict, conditionsPassed, conditionsTotal, green }: Candidate): number {
  const share = conditionsTotal === 0 ? 1 : conditionsPassed / conditionsTotal
  return WEIGHTS.conditions * share + (verdict === 'eligible' ? WEIGHTS.eligible : 0) + WEIGHTS.green * (green ?? 1)
}

function costPoints(costBp: BasisPoints | null): number {
  if (costBp === null) return 0
  return (WEIGHTS.cost * HALF_COST_PCT) / (HALF_COST_PCT + Math.max(0, pctFromBp(costBp)))
}

/** A bank without officers gets no points. */
function capacityPoints({ openCases, officers }: Candidate): number {
  if (officers === 0) return 0
  return (WEIGHTS.capacity * HALF_CASES) / (HALF_CASES + openCases / officers)
}

/** Zero with too few limits; negative below the neutral share. */
function promisePoints({ ended, kept }: Candidate['limits']): number {
  if (ended < FEWEST_LIMITS) return 0
  return (WEIGHTS.promises * (kept / ended - NEUTRAL_SHARE)) / (1 - NEUTRAL_SHARE)
}

const covered = ({ coveredFen }: Candidate, requestedFen: Fen): Fen => Math.min(coveredFen, requestedFen)

const QUARTERS = 4
/** In whole quarters, so that a bank cannot derive the requested amount from its points. */
const coveredShare = (coveredFen: Fen, requestedFen: Fen): number =>
  requestedFen <= 0 ? 1 : Math.floor((QUARTERS * Math.min(coveredFen, requestedFen)) / requestedFen) / QUARTERS

/** What the rule needs of a bank beyond its bid. */
export type BankFigures = Pick<Candidate, 'openCases' | 'officers' | 'limits'>

/** A bid as the rule sees it: the frozen verdict on its product, its terms, and the figures of its bank. */
export function candidateOf(
  { bankId, productId, terms }: { readonly bankId: string; readonly productId: string; readonly terms: OfferTerms },
  record: MatchRecord,
  bank: BankFigures,
): Candidate {
  const result = record.results.find(({ product }) => product === productId)
  const conditions: readonly Node[] = result?.conditions ?? []
  const greenCode = record.facts['need.greenCode']
  return {
    ...bank,
    bankId,
    verdict: result?.verdict ?? 'needs_information',
    conditionsPassed: conditions.filter(({ state }) => state === 'pass').length,
    conditionsTotal: conditions.length,
    // A need that is not green, or not known to be, favours no product.
    green: typeof greenCode === 'string' && greenCode !== '' ? (result?.score.green ?? 0) : null,
    costBp: effectiveRate(terms),
    coveredFen: terms.amountFen,
  }
}

const pointsText = (value: number): string => value.toFixed(2).replace('-', '−')

/** The parts of a score, each with its maximum, for tables and notices. */
export const scoreParts = ({ fit, terms, capacity, promises, total, costKnown }: Score) => [
  { name: '匹配', points: pointsText(fit), most: String(WEIGHTS.conditions + WEIGHTS.eligible + WEIGHTS.green) },
  {
    name: costKnown ? '方案' : '方案（有费用未知，成本不得分）',
    points: pointsText(terms),
    most: String(WEIGHTS.cost + WEIGHTS.coverage),
  },
  { name: '余力', points: pointsText(capacity), most: String(WEIGHTS.capacity) },
  { name: '守时', points: pointsText(promises), most: String(WEIGHTS.promises) },
  { name: '合计', points: pointsText(total), most: '100' },
]
