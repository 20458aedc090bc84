import type { Fen } from '../kernel/money.js'

/** What one request has set aside of something that can be used up; null takes all of it. */
export type Hold = { readonly requestId: string; readonly fen: Fen | null; readonly ofFen: Fen | null }

/** Everything that is set aside of one project or of one thing pledged. */
export type Guard = {
  readonly id: string
  readonly enterpriseId: string
  readonly version: number
  readonly holds: readonly Hold[]
}

/** What is set aside of a project's money: its parallel banks are alternatives, so each request counts once. */
export const heldFen = ({ holds }: Pick<Guard, 'holds'>): Fen => holds.reduce((sum, { fen }) => sum + (fen ?? 0), 0)

/**
 * What may still be asked for of a need: its amount (never more than the project's investment, where that is known)
 * less what holding requests ask for. Null while the need names no amount.
 */
export function leftFen(
  need: { readonly amountFen: Fen | null; readonly investmentFen: Fen | null },
  guard: Pick<Guard, 'holds'>,
): Fen | null {
  if (need.amountFen === null) return null
  return Math.max(0, Math.min(need.amountFen, need.investmentFen ?? need.amountFen) - heldFen(guard))
}

/**
 * What is left of a thing to pledge: all (`null`: nobody has said what it is worth), or so much, counted by the lowest
 * value that anybody who holds a part of it stated. A thing whose value is not known is pledged whole or not at all.
 */
export function leftToPledge(valueFen: Fen | null, { holds }: Pick<Guard, 'holds'>): Fen | null {
  if (holds.length === 0) return valueFen
  if (valueFen === null || holds.some(({ fen, ofFen }) => fen === null || ofFen === null)) return 0
  const value = Math.min(valueFen, ...holds.map(({ ofFen }) => ofFen ?? 0))
  return Math.max(0, value - heldFen({ holds }))
}

/** Whether so much more can be pledged. @param pledgedFen null for the whole thing */
export function mayPledge(
  asked: { readonly valueFen: Fen | null; readonly pledgedFen: Fen | null },
  guard: Pick<Guard, 'holds'>,
): boolean {
  if (guard.holds.length === 0)
    return asked.pledgedFen === null || asked.valueFen === null || asked.pledgedFen <= asked.valueFen
  const left = leftToPledge(asked.valueFen, guard)
  const part = asked.pledgedFen ?? asked.valueFen
  return left !== null && part !== null && part > 0 && part <= left
}

const DASHES = /[\u2010-\u2015\u2212\ufe58\uff0d]/g

/** One spelling for one thing: full width, letter case, blanks and kinds of dashes make no difference. */
export function plainReference(reference: string): string {
  return reference
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/g, '')
    .replace(DASHES, '-')
    .toUpperCase()
}
