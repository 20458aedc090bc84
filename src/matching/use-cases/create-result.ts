import { chinaDay } from '../../kernel/dates.js'
import { parseFacts, type Facts, type Vocabulary } from '@lueqiao/matching-engine'
import { decide } from './decide.js'
import { newPublicId } from '../data/public-id.js'
import { expiryFrom, factsOf, type Questionnaire } from '../rules/questionnaire.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { Reference } from '../../reference/index.js'
import type { MatchResultStore } from '../data/match-result.store.js'
import type { QuestionnaireStore } from '../data/questionnaire.store.js'

/** What the use cases and pages of matching work with. */
export type MatchingContext = {
  readonly questionnaires: QuestionnaireStore
  readonly results: MatchResultStore
  readonly catalogue: CurrentCatalogue
  readonly reference: Reference
  readonly now: () => Date
}

/** Makes the decision record of the answers so far and keeps it, unchangeable, under an address of its own. */
export async function createResult(
  services: MatchingContext,
  questionnaire: Questionnaire,
): Promise<{ readonly id: string }> {
  const snapshot = await services.catalogue.current()
  const now = services.now()
  const { facts, dropped } = canonicalFacts(factsOf(questionnaire.answers), snapshot.vocabulary)
  const { record, text } = decide(snapshot, facts, chinaDay(now))
  const id = newPublicId()
  await services.results.insert({
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
 * In the order of the facts and not of the answers. An answer that the catalogue in force no longer knows (a bank that
 * was taken out) counts as not given and is named, so that the result can say so.
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
