import type { Fen } from '../../kernel/money.js'

/** What one request reserves of an item; null reserves all of it. */
export type Reservation = { readonly requestId: string; readonly fen: Fen | null; readonly ofFen: Fen | null }

/** Something that requests can reserve: the amount of a need, or a security. With all reservations of it. */
export type ReservedItem = {
  readonly id: string
  readonly enterpriseId: string
  readonly version: number
  readonly holds: readonly Reservation[]
}

/** The reserved part of a need's amount: the banks of one request are alternatives, so each request counts once. */
export const heldFen = ({ holds }: Pick<ReservedItem, 'holds'>): Fen =>
  holds.reduce((sum, { fen }) => sum + (fen ?? 0), 0)

/**
 * The part of a need that can still be requested: its amount (never more than the project's investment, where that is
 * known) less the reserved part. Null while the need names no amount.
 */
export function leftFen(
  need: { readonly amountFen: Fen | null; readonly investmentFen: Fen | null },
  item: Pick<ReservedItem, 'holds'>,
): Fen | null {
  if (need.amountFen === null) return null
  return Math.max(0, Math.min(need.amountFen, need.investmentFen ?? need.amountFen) - heldFen(item))
}

/**
 * The part of a security that can still be pledged, by the lowest value that a request with a part of it stated; null is
 * all of a security without a known value. A security without a known value is pledged whole or not at all.
 */
export function availableToPledge(valueFen: Fen | null, { holds }: Pick<ReservedItem, 'holds'>): Fen | null {
  if (holds.length === 0) return valueFen
  if (valueFen === null || holds.some(({ fen, ofFen }) => fen === null || ofFen === null)) return 0
  const value = Math.min(valueFen, ...holds.map(({ ofFen }) => ofFen ?? 0))
  return Math.max(0, value - heldFen({ holds }))
}

/** Whether a further part can be pledged; `pledgedFen` is null for the whole security. */
export function canPledge(
  asked: { readonly valueFen: Fen | null; readonly pledgedFen: Fen | null },
  item: Pick<ReservedItem, 'holds'>,
): boolean {
  if (item.holds.length === 0)
    return asked.pledgedFen === null || asked.valueFen === null || asked.pledgedFen <= asked.valueFen
  const left = availableToPledge(asked.valueFen, item)
  const part = asked.pledgedFen ?? asked.valueFen
  return left !== null && part !== null && part > 0 && part <= left
}

const DASHES = /[\u2010-\u2015\u2212\ufe58\uff0d]/g

/** One spelling for one security: full width, letter case, blanks and kinds of dashes make no difference. */
export function normalizeReference(reference: string): string {
  return reference
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/g, '')
    .replace(DASHES, '-')
    .toUpperCase()
}
