import { roundHalfUp, type Fen } from '../kernel/money.js'
import type { OfferedMethod } from './loan.js'

/** An instalment at full precision in fractions of a fen, and what was paid out since the one before it. */
export type ExactPart = { readonly drawnFen: Fen; readonly principal: number; readonly interest: number }

/** An instalment in whole fen. */
export type WholePart = {
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly paymentFen: Fen
  /** Principal still owed after this payment. */
  readonly balanceFen: Fen
}

/**
 * Makes whole fen of exact instalments: principals sum to what was paid out, interest to the exact total rounded once.
 * Equal instalments stay equal, planned parts as planned, and the last one takes what rounding left over; in 等额本金
 * the rounding is carried from month to month, so that every payment is within one fen of the formula.
 */
export function inWholeFen(parts: readonly ExactPart[], method: OfferedMethod): readonly WholePart[] {
  if (method === '等额本金') return carryRounding(parts)
  return lastTakesRounding(parts, method === '等额本息')
}

function lastTakesRounding(parts: readonly ExactPart[], level: boolean): readonly WholePart[] {
  let interestLeft = roundHalfUp(parts.reduce((sum, { interest }) => sum + interest, 0))
  let balanceFen = 0
  return parts.map(({ drawnFen, principal, interest }, index) => {
    const last = index === parts.length - 1
    balanceFen += drawnFen
    // The bounds matter only for a loan of a few yuan over decades, where rounding exceeds an instalment.
    const interestFen = last ? interestLeft : Math.min(roundHalfUp(interest), interestLeft)
    const due = level ? roundHalfUp(principal + interest) - interestFen : roundHalfUp(principal)
    const principalFen = last ? balanceFen : Math.max(0, Math.min(due, balanceFen))
    balanceFen -= principalFen
    interestLeft -= interestFen
    return { principalFen, interestFen, paymentFen: principalFen + interestFen, balanceFen }
  })
}

function carryRounding(parts: readonly ExactPart[]): readonly WholePart[] {
  let [principalSoFar, interestSoFar] = [0, 0]
  let [principalPaid, interestPaid] = [0, 0]
  let drawn = 0
  return parts.map(({ drawnFen, principal, interest }) => {
    principalSoFar += principal
    interestSoFar += interest
    drawn += drawnFen
    const principalFen = roundHalfUp(principalSoFar) - principalPaid
    const interestFen = roundHalfUp(interestSoFar) - interestPaid
    principalPaid += principalFen
    interestPaid += interestFen
    return { principalFen, interestFen, paymentFen: principalFen + interestFen, balanceFen: drawn - principalPaid }
  })
}
