import type { OfferTerms } from '../finance/index.js'
import type { BasisPoints } from '../kernel/percent.js'
import type { Score } from './allot.js'

/** One bank's claim in one window, sealed until it closes. */
export type Claim = {
  readonly id: string
  readonly windowId: string
  readonly requestId: string
  readonly bankId: string
  readonly bankName: string
  readonly productId: string
  readonly productName: string
  readonly terms: OfferTerms
  readonly by: { readonly accountId: string; readonly name: string }
  readonly at: Date
  /** `standing` until the window closes; a claim that was taken back may be made anew. */
  readonly state: 'standing' | 'withdrawn' | 'placed' | 'unplaced'
  /** What the rule made of it; null until the window has closed. */
  readonly outcome: ClaimOutcome | null
  /** Counts changes; a form says which one it showed, 0 for none yet. */
  readonly version: number
}

export type ClaimOutcome = {
  readonly rank: number
  readonly of: number
  readonly score: Score
  /** All-in yearly cost by which it was compared; null when a fee was not known. */
  readonly costBp: BasisPoints | null
}

/** A place that was given up or lost: what the ledger of promises counts. */
export type ReleasedPlace = {
  readonly id: string
  readonly bankId: string
  readonly bankName: string
  readonly requestId: string
  readonly applicationId: string
  /** `limit`: the portal took it back when the limit for first contact had passed; `officer`: the bank gave it up. */
  readonly cause: 'limit' | 'officer'
  readonly reason: string
  readonly isSample: boolean
  readonly at: Date
}
