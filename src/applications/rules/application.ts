import type { OfferTerms } from '../../finance/index.js'
import type { Fen } from '../../kernel/money.js'
import type { BasisPoints } from '../../kernel/percent.js'
import type { Channel, Dimensions } from './financing-request.js'
import type { RefusalCode } from './refusal-codes.js'
import type { ApplicationKind, ApplicationState, MoverKind } from './state-table.js'
import type { Step } from './step.js'

/** A paper that the product's conditions ask for. It is there when the enterprise has attached a file to it. */
export type DocumentItem = {
  readonly code: string
  readonly title: string
  /** Why it is asked for: the condition that it proves, or the portal's own list. */
  readonly reason: string
  readonly required: boolean
  readonly evidenceIds: readonly string[]
  /** Checked by the bank. */
  readonly checkedBy: string | null
  readonly checkedAt: Date | null
}

/** What the bank asked the enterprise for, item by item. */
export type InformationRequest = {
  readonly items: readonly string[]
  readonly note: string
  readonly at: Date
  readonly by: string
}

/** Indicative terms, as the enterprise sees them. Each revision is a new offer; earlier ones stay in the moves. */
export type Offer = { readonly id: string; readonly terms: OfferTerms; readonly at: Date; readonly by: string }

export type Decision = {
  readonly amountFen: Fen
  readonly rateBp: BasisPoints
  readonly months: number
  readonly conditions: string
  readonly at: Date
  readonly by: string
  /** The officer who proposed it, where a second person decided. */
  readonly proposedBy: string | null
}

/** Four eyes: what one person of the bank proposes above the threshold, until a manager decides. Any move ends it. */
export type Proposal = (
  | { readonly kind: 'approve'; readonly decision: Omit<Decision, 'proposedBy'> }
  | { readonly kind: 'decline'; readonly refusal: Refusal }
) & {
  readonly byId: string
  readonly by: string
  readonly at: Date
  /** The bank's threshold that applied: above it nobody decides alone. */
  readonly thresholdFen: Fen
}

/** Why a bank said no: a code, a specific reason, and the condition that failed where there is one. */
export type Refusal = {
  readonly code: RefusalCode
  readonly text: string
  /**
   * The sentence of the condition and the fact it is about; of a fact that was not confirmed also its value as the
   * enterprise stated it, in words.
   */
  readonly condition: { readonly fact: string; readonly sentence: string; readonly stated?: string } | null
  readonly wayOn: string
  readonly at: Date
  readonly by: string
}

/** The enterprise says that a fact behind a refusal is wrong. */
export type Contest = {
  readonly fact: string | null
  readonly text: string
  readonly evidenceIds: readonly string[]
  readonly at: Date
  readonly by: string
  readonly answer: { readonly upheld: boolean; readonly text: string; readonly at: Date; readonly by: string } | null
}

/** One bank's handling of a request, or (`kind: 'hall'`) the request's own place in the hall. */
export type Application = {
  readonly id: string
  readonly number: string
  readonly requestId: string
  readonly kind: ApplicationKind
  /** `dispatch`: given to this bank by the bureau. */
  readonly channel: Channel | 'dispatch'
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly title: string
  /** Null for the place in the hall. */
  readonly bankId: string | null
  readonly bankName: string | null
  readonly productId: string | null
  readonly productName: string | null
  readonly amountFen: Fen
  readonly termMonths: number
  readonly dimensions: Dimensions
  readonly isSample: boolean
  readonly state: ApplicationState
  /** The state the enterprise was asked in; null unless `returned`. */
  readonly before: ApplicationState | null
  readonly step: Step | null
  /** The bank's own person in charge. */
  readonly officerId: string | null
  readonly officerName: string | null
  readonly documents: readonly DocumentItem[]
  readonly asked: InformationRequest | null
  readonly offer: Offer | null
  readonly proposal: Proposal | null
  readonly decision: Decision | null
  readonly refusal: Refusal | null
  readonly contests: readonly Contest[]
  /** When each state was reached for the first time. */
  readonly reached: Readonly<Partial<Record<ApplicationState, Date>>>
  /** Steps that have ended, in order: what they took and whether the limit was kept. The same as in the moves. */
  readonly steps: readonly EndedStep[]
  /** Counts changes; a form says which one it showed. */
  readonly version: number
  readonly submittedAt: Date
  readonly updatedAt: Date
  readonly endedAt: Date | null
}

/** A step that came to its end: what it took in working days, without the time it stood still. */
export type EndedStep = {
  readonly name: Step['name']
  readonly holder: Step['holder']
  readonly limitDays: number | null
  readonly usedDays: number
  readonly onTime: boolean
  readonly endedAt: Date
}

/** One move, as it happened; never changed. */
export type MoveRecord = {
  readonly id: string
  readonly applicationId: string
  readonly requestId: string
  /** 1, 2, 3 … within the application. */
  readonly seq: number
  readonly action: string
  readonly from: ApplicationState
  readonly to: ApplicationState
  readonly by: {
    readonly kind: MoverKind
    readonly accountId: string | null
    readonly name: string
    readonly organisationId: string | null
  }
  readonly at: Date
  readonly reason: string | null
  /** The step that ended with this move; null where none did. */
  readonly step: EndedStep | null
  readonly detail: Readonly<Record<string, unknown>>
}
