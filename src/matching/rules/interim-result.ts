import {
  deriveFacts,
  match,
  nextQuestion,
  type CompiledCatalogue,
  type Facts,
  type NextQuestion,
} from '@lueqiao/matching-engine'
import { declinedFacts, factsOf, type Answer } from './questionnaire.js'

/** Where a questionnaire stands: the verdicts so far, and what to ask next (null when nothing can change any more). */
export type InterimResult = {
  readonly eligible: number
  readonly open: number
  readonly ineligible: number
  readonly total: number
  readonly next: NextQuestion | null
}

/** Judges the answers so far. The day does not matter here: no condition depends on it. */
export function interimResult(compiled: CompiledCatalogue, answers: readonly Answer[], asOf: string): InterimResult {
  if (answers.length > 0) return matchAnswers(compiled, factsOf(answers), declinedFacts(answers), asOf)
  const known = resultsWithoutAnswers.get(compiled) ?? matchAnswers(compiled, {}, new Set(), asOf)
  resultsWithoutAnswers.set(compiled, known)
  return known
}

/** The first question is the same for everybody, so it is worked out once for a catalogue version. */
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
