import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'

/** What a strategic agreement says, before it is kept. Null is not known; it is never nothing. */
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
