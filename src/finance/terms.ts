import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import type { BasisPoints } from '../kernel/percent.js'
import type { OfferedMethod, PlannedPart } from './loan.js'

/** The kinds of cost that an offer has to speak about, whether or not they arise. */
export const FEE_KINDS = ['guarantee', 'appraisal', 'registration', 'insurance', 'other'] as const
export type FeeKind = (typeof FEE_KINDS)[number]

export const FEE_NAMES: Readonly<Record<FeeKind, string>> = {
  guarantee: '担保费',
  appraisal: '评估费',
  registration: '抵质押登记费',
  insurance: '保险费',
  other: '其他费用',
}

/** How a fee is measured: a sum, a share of the principal, each once or every year of the term. */
export type FeeAmount =
  { readonly kind: 'sum'; readonly fen: Fen } | { readonly kind: 'share'; readonly bp: BasisPoints }

/**
 * What an offer says of one kind of cost. `none`: it does not arise. `unknown`: it arises or may arise and nobody has
 * said how much; such an offer is not ranked. Never leave a kind out.
 */
export type Fee =
  | { readonly kind: FeeKind; readonly state: 'none' }
  | { readonly kind: FeeKind; readonly state: 'unknown' }
  | {
      readonly kind: FeeKind
      readonly state: 'known'
      readonly amount: FeeAmount
      /** Who pays. What the bank pays is listed and counts as nothing. */
      readonly payer: '企业' | '银行'
      /** Who charges, such as 担保公司; empty when the bank itself does. */
      readonly chargedBy: string
      /** `start`: when the loan is paid out; `yearly`: at the start of every year of the term; `end`: with the last payment. */
      readonly when: 'start' | 'yearly' | 'end'
    }

export type DayCountName = 'month' | 'actual/360' | 'actual/365'

/** Something given as security, and how much of its value an offer takes. `reference` names the thing itself. */
export type PledgedPart = {
  readonly kind: string
  readonly reference: string
  /** How much of the value is taken; null for somebody's word, for which the bank names no value. */
  readonly valueFen: Fen | null
}

/** What a bank offers: indicative until approved. */
export type Terms = {
  readonly amountFen: Fen
  readonly rateBp: BasisPoints
  readonly months: number
  readonly method: OfferedMethod
  /** Only with 按计划还本: what of the principal is repaid when. Without one the offer's cost cannot be worked out. */
  readonly plan?: readonly PlannedPart[]
  readonly dayCount: DayCountName
  /** One entry a kind. */
  readonly fees: readonly Fee[]
  readonly securities: readonly PledgedPart[]
  /** What has to be fulfilled first, in the bank's words; empty when nothing. */
  readonly conditions: string
  /** The last day on which the enterprise may take it. */
  readonly validUntil: LawDate
}
