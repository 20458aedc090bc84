import type { Verdict } from '@lueqiao/matching-engine'
import type { ConsentScope } from '../../enterprises/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'

/** `directed`: to banks that the enterprise names; `hall`: to every bank that has a matching product. */
export type Channel = 'directed' | 'hall'

/** The dimensions of statistics, as of submission; null is not known. */
export type Dimensions = {
  /** 第一师 …, `none` outside the Corps. */
  readonly division: string | null
  /** GB/T 4754-2017 class, four digits. */
  readonly industry: string | null
  readonly sizeClass: string | null
  readonly ownership: string | null
  readonly yearsInOperation: number | null
  /** Dotted code of the green catalogue; the empty text is known not to be green. */
  readonly greenCode: string | null
  readonly purpose: string | null
  /** 首贷户: never had a bank loan before. */
  readonly firstLoan: boolean | null
  readonly investmentFen: Fen | null
  /** Tonnes of standard coal, tonnes of CO2, a year, of the whole project. */
  readonly energySavingTce: number | null
  readonly carbonReductionT: number | null
}

/** A thing offered as security for this request. `reference` is its certificate number or plain name. */
export type OfferedSecurity = {
  readonly kind: string
  readonly reference: string
  readonly valueFen: Fen | null
  /** The part of its value that stands behind this request; null takes the whole thing. */
  readonly pledgedFen: Fen | null
}

/** What the enterprise lets a bank of this request see, and until which day. */
export type GivenConsent = { readonly scopes: readonly ConsentScope[]; readonly until: LawDate }

/** Files that the enterprise attached to one document of the checklist. */
export type Paper = { readonly code: string; readonly evidenceIds: readonly string[] }

export type ChosenProduct = {
  readonly productId: string
  readonly productName: string
  readonly bankId: string
  readonly bankName: string
  readonly verdict: Verdict
}

/**
 * One submission, never changed. Banks work on its `Application`s. The snapshot's text (facts, decision record, need,
 * consents, documents) is stored separately.
 */
export type FinancingRequest = {
  readonly id: string
  /** The form's one-time key: a second click finds the first request. */
  readonly key: string
  readonly number: string
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly needId: string
  readonly needVersion: number
  readonly title: string
  readonly channel: Channel
  readonly amountFen: Fen
  readonly termMonths: number
  /** Directed: the products named. Hall: every product that fits or may fit. */
  readonly products: readonly ChosenProduct[]
  readonly excludedBanks: readonly string[]
  readonly securities: readonly OfferedSecurity[]
  readonly papers: readonly Paper[]
  /** Directed: recorded for every bank named. Hall: recorded for a bank when it gets a place; see `consentForPlace`. */
  readonly consent: GivenConsent
  readonly dimensions: Dimensions
  readonly catalogue: string
  /** Hash of the decision record at submission. */
  readonly recordHash: string
  /** SHA-256 of the snapshot's text. */
  readonly snapshotHash: string
  /** Whether its part of the need and its securities are still reserved. */
  readonly holding: boolean
  readonly isSample: boolean
  readonly submittedAt: Date
  readonly by: string | null
}
