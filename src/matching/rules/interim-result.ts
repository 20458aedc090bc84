import {
  deriveFacts,
  match,
  nextQuestion,
  type CompiledCatalogue,
  type Facts,
  type NextQuestion,
} from '@lueqiao/matching-engine'
import { declinedFacts, factsOf, type Answer } from './questionnaire.js'

/** Counts of verdicts on the answers so far, and the next question (null when no answer can change a verdict). */
export type InterimResult = {
  readonly eligible: number
  readonly open: number
  readonly ineligible: number
  readonly total: number
  readonly next: NextQuestion | null
}

/** Matches the answers so far. `asOf` does not change the counts: no condition depends on the day. */
export function interimResult(compiled: CompiledCatalogue, answers: readonly Answer[], asOf: string): InterimResult {
  if (answers.length > 0) return matchAnswers(compiled, factsOf(answers), declinedFacts(answers), asOf)
  const known = resultsWithoutAnswers.get(compiled) ?? matchAnswers(compiled, {}, new Set(), asOf)
  resultsWithoutAnswers.set(compiled, known)
  return known
}

/** The result without answers is the same for everyone: computed once per catalogue version. */
const resultsWithoutAnswers = new WeakMap<CompiledCatalogue, InterimResult>()

function matchAnswers(
  compiled: CompiledCatalogue,
  given: Facts,
  declined: ReadonlySet<string>,
  asOf: string,
): InterimResult {
  const { results } = match(compiled, deriveFacts(given, compiled.sizeBands), { asOf })
  const count = (verdict: string) => results.filter((result) => result.verdict === verdict).length
  return {
    eligible: count('eligible'),
    open: count('needs_information'),
    ineligible: count('ineligible'),
    total: results.length,
    next: nextQuestion(compiled, given, declined),
  }
}
