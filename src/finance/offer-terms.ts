import type { LawDate } from '../kernel/dates.js'
import { type Fen, roundHalfUp } from '../kernel/money.js'
import { type BasisPoints, fractionFromBp } from '../kernel/percent.js'
import type { OfferedMethod, PlannedPart } from './monthly-loan.js'

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
 * One kind of cost in an offer. `none`: it does not arise. `unknown`: it may arise and the amount is unknown; such an
 * offer is not ranked. Every kind is listed.
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
  /** How much of the value is taken; null for a personal guarantee, which has no value. */
  readonly valueFen: Fen | null
}

/** What a bank offers: indicative until approved. */
export type OfferTerms = {
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

export type KnownFee = Extract<Fee, { readonly state: 'known' }>

/** A fee falling due so many months after the loan is paid out. */
export type FeeCharge = { readonly month: number; readonly fen: Fen }

const MONTHS_OF_A_YEAR = 12

/**
 * When a known fee is charged and how much each time. A share is one of the whole principal, half up to the fen; a
 * yearly fee falls due at the start of each year of the term, a year that the loan only begins being charged in full.
 * @throws RangeError when the fee is not a possible amount.
 */
export function feeCharges({ amount, when }: KnownFee, { amountFen, months }: OfferTerms): readonly FeeCharge[] {
  const fen = amount.kind === 'sum' ? amount.fen : roundHalfUp(amountFen * fractionFromBp(amount.bp))
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`not a fee in fen: ${fen}`)
  if (when === 'start') return [{ month: 0, fen }]
  if (when === 'end') return [{ month: months, fen }]
  const years = Math.ceil(months / MONTHS_OF_A_YEAR)
  return Array.from({ length: years }, (_, year) => ({ month: year * MONTHS_OF_A_YEAR, fen }))
}
