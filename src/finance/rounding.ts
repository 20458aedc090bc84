import { roundHalfUp, type Fen } from '../kernel/money.js'
import type { OfferedMethod } from './monthly-loan.js'

/** An instalment at full precision in fractions of a fen, and what was paid out since the one before it. */
export type ExactInstalment = { readonly drawnFen: Fen; readonly principal: number; readonly interest: number }

/** An instalment in whole fen. */
export type RoundedInstalment = {
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
export function roundInstalments(
  parts: readonly ExactInstalment[],
  method: OfferedMethod,
): readonly RoundedInstalment[] {
  if (method === '等额本金') return carryRounding(parts)
  return roundIntoLastInstalment(parts, method === '等额本息')
}

function roundIntoLastInstalment(parts: readonly ExactInstalment[], level: boolean): readonly RoundedInstalment[] {
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

function carryRounding(parts: readonly ExactInstalment[]): readonly RoundedInstalment[] {
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
