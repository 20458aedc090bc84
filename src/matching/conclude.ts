import { parseFacts, type Facts, type Vocabulary } from './engine/index.js'
import { decide, todayInChina } from './decide.js'
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
  const facts = canonicalFacts(factsOf(questionnaire.answers), snapshot.vocabulary)
  const { record, text } = decide(snapshot, facts, todayInChina(now))
  const id = newPublicId()
  const expiresAt = expiryFrom(now)
  await services.results.insert({
    id,
    questionnaireId: questionnaire.id,
    text,
    hash: record.hash,
    catalogue: record.catalogue,
    engine: record.engine,
    asOf: record.asOf,
    createdAt: now,
    expiresAt,
  })
  await services.questionnaires.keepUntil(questionnaire.id, expiresAt)
  return { id }
}

/** In the order of the facts and not of the answers; what the catalogue in force no longer knows is left out. */
function canonicalFacts(given: Facts, names: Vocabulary): Facts {
  const parsed = parseFacts(given, names)
  if (parsed.ok) return parsed.facts
  const refused = new Set(parsed.faults.map((fault) => fault.path))
  const known = parseFacts(Object.fromEntries(Object.entries(given).filter(([fact]) => !refused.has(fact))), names)
  return known.ok ? known.facts : {}
}
