import { sha256, type Verdict } from '@lueqiao/matching-engine'
import type { Fen } from '../kernel/money.js'
import { pctFromBp, type BasisPoints } from '../kernel/percent.js'

/** At most so many banks work on one request (source: the portal's rules, published on the page of the rule). */
export const PLACES = 3

/** The published weights, in points. Changing one changes the rule: the page of the rule shows these figures. */
export const WEIGHTS = {
  /** Share of the product's conditions that are met. */
  conditions: 15,
  /** Every condition is met. */
  eligible: 5,
  /** The product is made for the green class of the need; all get it where the need is not green. */
  green: 5,
  /** All-in yearly cost of the indicative terms. */
  cost: 40,
  /** Share of the amount asked that the terms cover, in quarters. */
  coverage: 10,
  /** Open cases per officer. */
  capacity: 20,
  /** Limits kept: so much at most for all of them … */
  promises: 5,
} as const

/** A cost at which half of the points of `cost` are left, in percent a year. */
export const HALF_COST_PCT = 4
/** Open cases per officer at which half of the points of `capacity` are left. */
export const HALF_CASES = 5
/** The share of limits kept that counts neither for nor against. */
export const NEUTRAL_SHARE = 0.8
/** With fewer limits than these in the last twelve months nothing is said about a bank's promises. */
export const FEWEST_LIMITS = 5

/** A claim as the rule sees it. When it was made is not part of it. */
export type Candidate = {
  readonly bankId: string
  readonly verdict: Verdict
  readonly conditionsPassed: number
  readonly conditionsTotal: number
  /** 1, 0.5 or 0 as the match says; null where the need is not green, which counts for nobody. */
  readonly green: number | null
  /** All-in yearly cost; null when a fee is not known, so that there is none to compare. */
  readonly costBp: BasisPoints | null
  readonly coveredFen: Fen
  readonly openCases: number
  readonly officers: number
  /** Limits that ended in the last twelve months, and those of them that were kept. */
  readonly limits: { readonly ended: number; readonly kept: number }
}

/** The points of each part, unrounded. */
export type Score = {
  readonly fit: number
  readonly terms: number
  readonly capacity: number
  readonly promises: number
  readonly total: number
  /** Whether the cost is known: claims without one stand after all others. */
  readonly costKnown: boolean
}

export type Allotment = {
  readonly bankId: string
  /** 1 is the first. */
  readonly rank: number
  readonly placed: boolean
  readonly score: Score
}

/** Works out the points of one claim. Depends on nothing but the claim and the request, so nobody can shift another's. */
export function scoreOf(claim: Candidate, askedFen: Fen): Score {
  const fit = fitPoints(claim)
  const terms = costPoints(claim.costBp) + WEIGHTS.coverage * coveredShare(claim.coveredFen, askedFen)
  const capacity = capacityPoints(claim)
  const promises = promisePoints(claim.limits)
  return { fit, terms, capacity, promises, total: fit + terms + capacity + promises, costKnown: claim.costBp !== null }
}

/**
 * Gives places by the published rule: claims with a known cost first, by points; where they are equal the higher amount
 * covered, then the draw. The order in which claims came plays no part. A bank stands in the answer once, with its best.
 * @param places how many there are to give; never more than `PLACES`
 */
export function allot(
  request: { readonly id: string; readonly amountFen: Fen },
  claims: readonly Candidate[],
  places: number = PLACES,
): readonly Allotment[] {
  const ranked = claims
    .map((claim) => ({ claim, score: scoreOf(claim, request.amountFen), draw: drawOf(request.id, claim.bankId) }))
    .sort(
      (a, b) =>
        Number(b.score.costKnown) - Number(a.score.costKnown) ||
        b.score.total - a.score.total ||
        covered(b.claim, request.amountFen) - covered(a.claim, request.amountFen) ||
        (a.draw < b.draw ? -1 : a.draw > b.draw ? 1 : 0),
    )
  const banks = new Set<string>()
  const once = ranked.filter(({ claim: { bankId } }) => !banks.has(bankId) && banks.add(bankId))
  const given = Math.min(Math.max(0, places), PLACES)
  return once.map(({ claim: { bankId }, score }, place) => ({ bankId, rank: place + 1, placed: place < given, score }))
}

/** The draw where all else is equal: the lower hash goes first. Neither side can choose the two ids it is made of. */
export const drawOf = (requestId: string, bankId: string): string => sha256(`${requestId}:${bankId}`)

function fitPoints({ verdict, conditionsPassed, conditionsTotal, green }: Candidate): number {
  const share = conditionsTotal === 0 ? 1 : conditionsPassed / conditionsTotal
  return WEIGHTS.conditions * share + (verdict === 'eligible' ? WEIGHTS.eligible : 0) + WEIGHTS.green * (green ?? 1)
}

function costPoints(costBp: BasisPoints | null): number {
  if (costBp === null) return 0
  return (WEIGHTS.cost * HALF_COST_PCT) / (HALF_COST_PCT + Math.max(0, pctFromBp(costBp)))
}

/** A bank without anybody to work on it has nobody to spare. */
function capacityPoints({ openCases, officers }: Candidate): number {
  if (officers === 0) return 0
  return (WEIGHTS.capacity * HALF_CASES) / (HALF_CASES + openCases / officers)
}

/** Nothing for or against where too little is known; below the neutral share points are taken away. */
function promisePoints({ ended, kept }: Candidate['limits']): number {
  if (ended < FEWEST_LIMITS) return 0
  return (WEIGHTS.promises * (kept / ended - NEUTRAL_SHARE)) / (1 - NEUTRAL_SHARE)
}

const covered = ({ coveredFen }: Candidate, askedFen: Fen): Fen => Math.min(coveredFen, askedFen)

const QUARTERS = 4
/** In whole quarters, so that a bank cannot work the amount asked out of its points. */
const coveredShare = (coveredFen: Fen, askedFen: Fen): number =>
  askedFen <= 0 ? 1 : Math.floor((QUARTERS * Math.min(coveredFen, askedFen)) / askedFen) / QUARTERS
