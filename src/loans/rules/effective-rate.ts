import { effectiveRate } from '../../finance/index.js'
import type { Contract, Loan } from './loan.js'

type RateTerms = Pick<Contract, 'amountFen' | 'rateBp' | 'months' | 'method' | 'dayCount' | 'maturity'>

/**
 * The yearly effective rate (综合融资成本) of a contract, calculated as for offers; null when a fee is unknown. A plan by
 * days does not give the months of repayment, so with 按计划还本 the rate is unknown.
 */
export function contractEffectiveRate(contract: RateTerms, fees: Loan['fees']): Loan['allInBp'] {
  const { amountFen, rateBp, months, method, dayCount, maturity: validUntil } = contract
  return effectiveRate({
    amountFen,
    rateBp,
    months,
    method,
    dayCount,
    fees,
    securities: [],
    conditions: '',
    validUntil,
  })
}
