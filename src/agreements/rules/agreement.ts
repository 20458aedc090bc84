import { daysBetween, type LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'

/** The terms of a strategic agreement before it is stored. Null is not known. */
export type NewAgreement = {
  /** The bank of the catalogue; null where the bank is not published. */
  readonly bankId: string | null
  /** The bank as pages name it; null is 未公布. */
  readonly bankName: string | null
  readonly title: string
  readonly signedOn: LawDate | null
  /** First and last day of its term. */
  readonly from: LawDate | null
  readonly until: LawDate | null
  /** The whole line of credit; null where the agreement states none or it is not known. */
  readonly lineFen: Fen | null
  readonly purpose: string | null
  readonly terms: string | null
  readonly source: string | null
}

export type Agreement = NewAgreement & {
  readonly id: string
  /** 示例: invented. Its bank goes by an invented name, and only sample loans count towards its use. */
  readonly isSample: boolean
  /** The day on which it was ended early, with the reason; both null while it was not. */
  readonly endedOn: LawDate | null
  readonly endReason: string | null
  readonly version: number
  readonly changedAt: Date
}

/** What pages show for a bank, a day or an amount that was not published. */
export const UNPUBLISHED = '未公布'

/** The name of the bank as pages show it. */
export const bankText = ({ bankName }: Pick<Agreement, 'bankName'>): string => bankName ?? UNPUBLISHED

/** The days within which loans use an agreement: both inclusive. Null where its first day is not known. */
export function termOf(
  { signedOn, from, until, endedOn }: Pick<Agreement, 'signedOn' | 'from' | 'until' | 'endedOn'>,
  today: LawDate,
): { readonly from: LawDate; readonly until: LawDate } | null {
  const first = from ?? signedOn
  if (first === null) return null
  const lasts = [until, endedOn].filter((day) => day !== null).sort()
  return { from: first, until: lasts[0] ?? (today > first ? today : first) }
}

/** Days before the last day: the first warning, and the urgent one. */
export const WARNING_DAYS = 90
export const URGENT_DAYS = 30

/** The status of an agreement on a day; the last day of its term is part of it. */
export type AgreementStatus =
  | { readonly kind: 'ended'; readonly on: LawDate }
  | { readonly kind: 'expired' | 'not-begun' | 'running' }
  /** `daysLeft` is 0 on the last day. */
  | { readonly kind: 'expiring'; readonly daysLeft: number; readonly urgent: boolean }
  /** It has no last day, or none is known. */
  | { readonly kind: 'open-ended' }

export function agreementStatus(
  { signedOn, from, until, endedOn }: Pick<Agreement, 'signedOn' | 'from' | 'until' | 'endedOn'>,
  today: LawDate,
): AgreementStatus {
  if (endedOn !== null && endedOn <= today) return { kind: 'ended', on: endedOn }
  const first = from ?? signedOn
  if (first !== null && first > today) return { kind: 'not-begun' }
  if (until === null) return { kind: 'open-ended' }
  if (until < today) return { kind: 'expired' }
  const daysLeft = daysBetween(today, until)
  return daysLeft > WARNING_DAYS ? { kind: 'running' } : { kind: 'expiring', daysLeft, urgent: daysLeft <= URGENT_DAYS }
}

/** Whether a loan of this day counts towards the agreement. */
export const isInForce = ({ kind }: AgreementStatus): boolean => ['running', 'expiring', 'open-ended'].includes(kind)
