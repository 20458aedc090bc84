import { costSheet, type Terms } from '../finance/index.js'
import { bpFromPct, type BasisPoints } from '../kernel/percent.js'
import type { MatchRecord, Node } from '../matching/engine/index.js'
import type { Candidate } from './allot.js'
import type { BankStanding } from './bank-standing.js'
import type { Claim } from './claim.js'

/** All-in yearly cost of indicative terms, to the basis point; null while a fee or the plan of repayment is not known. */
export function costOf(terms: Terms): BasisPoints | null {
  const pct = costSheet(terms).annual?.simplePct
  return pct === undefined ? null : bpFromPct(pct)
}

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
    costBp: costOf(terms),
    coveredFen: terms.amountFen,
  }
}
