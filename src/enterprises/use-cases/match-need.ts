import { chinaDay } from '../../kernel/dates.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { decide } from '../../matching/index.js'
import { type Facts, parseFacts, type Vocabulary } from '@lueqiao/matching-engine'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { EnterpriseContext } from './change-enterprise.js'
import { factsOf } from '../rules/known-facts.js'
import type { Need } from '../rules/need.js'
import type { NeedMatch } from '../data/need-match.store.js'
import type { Enterprise } from '../rules/enterprise.js'
import type { Actor } from '../../kernel/actor.js'

/**
 * Matches a need against the catalogue in force, with everything that is known of the enterprise today, and keeps the
 * decision record. The same decision again (same day, facts and catalogue) is not kept twice.
 * @throws NotFound when the need is not there, is withdrawn or is someone else's.
 */
export async function matchNeed(
  context: EnterpriseContext,
  enterpriseId: string,
  needId: string,
  by: Actor,
): Promise<NeedMatch> {
  const { enterprise, need, at, record, text } = await decideNeed(context, enterpriseId, needId)
  const [last] = await context.matches.latest(enterpriseId, needId, 1)
  if (last?.hash === record.hash) return last
  const match: NeedMatch = {
    id: newRecordId(),
    enterpriseId,
    needId,
    needVersion: need.version,
    profileVersion: enterprise.version,
    text,
    hash: record.hash,
    catalogue: record.catalogue,
    eligible: record.results.filter(({ verdict }) => verdict === 'eligible').length,
    at,
    by: by.accountId,
  }
  await inTransaction(context.connection, async (session) => {
    await context.matches.insert(session, match)
    const detail = { needId, matchId: match.id, hash: match.hash, catalogue: match.catalogue }
    await context.audit.record(session, {
      name: 'NEED_MATCHED',
      actor: by,
      subject: { kind: 'enterprise', id: enterpriseId },
      detail,
    })
  })
  return match
}

/**
 * Decides about a need without keeping the record: as it stands, or for another amount and term than it names, as when
 * only a part of it is asked for.
 * @throws NotFound when the need is not there, is withdrawn or is someone else's.
 */
export async function decideNeed(
  context: EnterpriseContext,
  enterpriseId: string,
  needId: string,
  asked: Partial<Pick<Need, 'amountFen' | 'termMonths'>> = {},
) {
  const [enterprise, need] = await Promise.all([
    context.enterprises.find(enterpriseId),
    context.needs.find(enterpriseId, needId),
  ])
  if (enterprise === null || need?.status !== 'open') throw new RecordNotFound('need.not-open')
  const at = context.now()
  const snapshot = await context.catalogue.current()
  const { facts } = factsOf(enterprise, { ...need, ...asked }, chinaDay(at))
  return { enterprise, need, at, ...decide(snapshot, toEngineFacts(facts, snapshot.vocabulary), chinaDay(at)) }
}

/** In the engine's order; what the catalogue in force no longer knows, such as a bank that left, is left out. */
export function toEngineFacts(given: Facts, names: Vocabulary): Facts {
  const parsed = parseFacts(given, names)
  if (parsed.ok) return parsed.facts
  const refused = new Set(parsed.faults.map((fault) => fault.path))
  const known = parseFacts(Object.fromEntries(Object.entries(given).filter(([fact]) => !refused.has(fact))), names)
  return known.ok ? known.facts : {}
}

/** An open need with all that is known of it and its enterprise today, in the engine's words. */
export type OpenNeed = {
  readonly need: Need
  readonly enterprise: Pick<Enterprise, 'id' | 'name' | 'isSample'>
  readonly facts: Facts
}

/**
 * Every open need of an approved enterprise that came about in a span of time, the end not included: what totals of
 * demand are counted from. The facts are those of today, so that the catalogue in force can be held against them.
 */
export async function openNeeds(context: EnterpriseContext, from: Date, to: Date): Promise<readonly OpenNeed[]> {
  const needs = await context.needs.openBetween(from, to)
  if (needs.length === 0) return []
  const { vocabulary } = await context.catalogue.current()
  const today = chinaDay(context.now())
  const ids = new Set(needs.map(({ enterpriseId }) => enterpriseId))
  const enterprises = new Map<string, Enterprise>()
  for await (const one of context.enterprises.walkApproved()) if (ids.has(one.id)) enterprises.set(one.id, one)
  return needs.flatMap((need) => {
    const enterprise = enterprises.get(need.enterpriseId)
    if (enterprise === undefined) return []
    return [{ need, enterprise, facts: toEngineFacts(factsOf(enterprise, need, today).facts, vocabulary) }]
  })
}
