import { chinaDay } from '../../kernel/dates.js'
import { parseFacts, type Facts, type Vocabulary } from '@lueqiao/matching-engine'
import { decide } from './decide.js'
import { newPublicId } from '../data/public-id.js'
import { expiryFrom, factsOf, type Questionnaire } from '../rules/questionnaire.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { Reference } from '../../reference/index.js'
import type { MatchResultStore } from '../data/match-result.store.js'
import type { QuestionnaireStore } from '../data/questionnaire.store.js'

/** The stores and services that the use cases and pages of matching need. */
export type MatchingContext = {
  readonly questionnaires: QuestionnaireStore
  readonly results: MatchResultStore
  readonly catalogue: CurrentCatalogue
  readonly reference: Reference
  readonly now: () => Date
}

/** Decides on the answers so far and stores the decision record under a new id. A stored result never changes. */
export async function createResult(
  context: MatchingContext,
  questionnaire: Questionnaire,
): Promise<{ readonly id: string }> {
  const snapshot = await context.catalogue.current()
  const now = context.now()
  const { facts, dropped } = canonicalFacts(factsOf(questionnaire.answers), snapshot.vocabulary)
  const { record, text } = decide(snapshot, facts, chinaDay(now))
  const id = newPublicId()
  await context.results.insert({
    id,
    questionnaireId: questionnaire.id,
    text,
    hash: record.hash,
    dropped,
    catalogue: record.catalogue,
    engine: record.engine,
    asOf: record.asOf,
    createdAt: now,
    expiresAt: expiryFrom(now),
  })
  return { id }
}

/**
 * The facts in the order of the engine's fact list. An answer that the catalogue in force no longer knows (a removed bank)
 * counts as not given; its fact is returned in `dropped`, so that the result can say so.
 */
export function canonicalFacts(
  given: Facts,
  names: Vocabulary,
): { readonly facts: Facts; readonly dropped: readonly string[] } {
  const parsed = parseFacts(given, names)
  if (parsed.ok) return { facts: parsed.facts, dropped: [] }
  const refused = new Set(parsed.faults.map((fault) => fault.path))
  const known = parseFacts(Object.fromEntries(Object.entries(given).filter(([fact]) => !refused.has(fact))), names)
  return { facts: known.ok ? known.facts : {}, dropped: Object.keys(given).filter((fact) => refused.has(fact)) }
}
