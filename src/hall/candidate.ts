import { effectiveRate } from '../finance/index.js'
import type { MatchRecord, Node } from '@lueqiao/matching-engine'
import type { Candidate } from './allot.js'
import type { BankStanding } from './bank-standing.js'
import type { Claim } from './claim.js'

/** A claim as the rule sees it: the frozen verdict on its product, its terms, and what is known of its bank. */
export function candidateOf(
  { bankId, productId, terms }: Pick<Claim, 'bankId' | 'productId' | 'terms'>,
  record: MatchRecord,
  standing: BankStanding,
): Candidate {
  const result = record.results.find(({ product }) => product === productId)
  const conditions: readonly Node[] = result?.conditions ?? []
  const greenCode = record.facts['need.greenCode']
  return {
    ...standing,
    bankId,
    verdict: result?.verdict ?? 'needs_information',
    conditionsPassed: conditions.filter(({ state }) => state === 'pass').length,
    conditionsTotal: conditions.length,
    // A need that is not green, or of which nobody has said so, favours no product.
    green: typeof greenCode === 'string' && greenCode !== '' ? (result?.score.green ?? 0) : null,
    costBp: effectiveRate(terms),
    coveredFen: terms.amountFen,
  }
}
