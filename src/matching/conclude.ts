import { chinaDay } from '../kernel/dates.js'
import { parseFacts, type Facts, type Vocabulary } from '@lueqiao/matching-engine'
import { decide } from './decide.js'
import { newPublicId } from './public-id.js'
import { expiryFrom, factsOf, type Questionnaire } from './questionnaire.js'
import type { MatchingServices } from './services.js'

/** Makes the decision record of the answers so far and keeps it, unchangeable, under an address of its own. */
export async function conclude(
  services: MatchingServices,
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
