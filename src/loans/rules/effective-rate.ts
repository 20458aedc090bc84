import { effectiveRate } from '../../finance/index.js'
import type { Contract, Loan } from './loan.js'

type RateTerms = Pick<Contract, 'amountFen' | 'rateBp' | 'months' | 'method' | 'dayCount' | 'maturity'>

/**
 * 综合融资成本 of a contract a year, by the function that tells it of offers; null where a fee is not known. The days of a
 * plan do not say in which months it repays, so with 按计划还本 it is not known.
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
