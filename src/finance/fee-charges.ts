import { roundHalfUp, type Fen } from '../kernel/money.js'
import { fractionFromBp } from '../kernel/percent.js'
import type { Fee, Terms } from './terms.js'

export type KnownFee = Extract<Fee, { readonly state: 'known' }>

/** A fee falling due so many months after the loan is paid out. */
export type Charge = { readonly month: number; readonly fen: Fen }

const MONTHS_OF_A_YEAR = 12

/**
 * When a known fee is charged and how much each time. A share is one of the whole principal, half up to the fen; a
 * yearly fee falls due at the start of each year of the term, a year that the loan only begins being charged in full.
 * @throws RangeError when the fee is not a possible amount.
 */
export function chargesOf({ amount, when }: KnownFee, { amountFen, months }: Terms): readonly Charge[] {
  const fen = amount.kind === 'sum' ? amount.fen : roundHalfUp(amountFen * fractionFromBp(amount.bp))
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`not a fee in fen: ${fen}`)
  if (when === 'start') return [{ month: 0, fen }]
  if (when === 'end') return [{ month: months, fen }]
  const years = Math.ceil(months / MONTHS_OF_A_YEAR)
  return Array.from({ length: years }, (_, year) => ({ month: year * MONTHS_OF_A_YEAR, fen }))
}
