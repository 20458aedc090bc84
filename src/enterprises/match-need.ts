import { chinaDay } from '../kernel/dates.js'
import { inTransaction, newRecordId } from '../db/index.js'
import { decide } from '../matching/index.js'
import { parseFacts, type Facts, type Vocabulary } from '@lueqiao/matching-engine'
import { NotFound } from '../web/errors.js'
import type { Actor, Context } from './context.js'
import { factsOf } from './facts-of.js'
import type { Need } from './need.js'
import type { NeedMatch } from './store/need-match.store.js'

/**
 * Matches a need against the catalogue in force, with everything that is known of the enterprise today, and keeps the
 * decision record. The same decision again (same day, facts and catalogue) is not kept twice.
 * @throws NotFound when the need is not there, is withdrawn or is someone else's.
 */
export async function matchNeed(context: Context, enterpriseId: string, needId: string, by: Actor): Promise<NeedMatch> {
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
  context: Context,
  enterpriseId: string,
  needId: string,
  asked: Partial<Pick<Need, 'amountFen' | 'termMonths'>> = {},
) {
  const [enterprise, need] = await Promise.all([
    context.enterprises.find(enterpriseId),
    context.needs.find(enterpriseId, needId),
  ])
  if (enterprise === null || need?.status !== 'open') throw new NotFound('没有这项需求，或已经撤回。')
  const at = context.now()
  const snapshot = await context.catalogue.current()
  const { facts } = factsOf(enterprise, { ...need, ...asked }, chinaDay(at))
  return { enterprise, need, at, ...decide(snapshot, canonical(facts, snapshot.vocabulary), chinaDay(at)) }
}

/** In the engine's order; what the catalogue in force no longer knows, such as a bank that left, is left out. */
export function canonical(given: Facts, names: Vocabulary): Facts {
  const parsed = parseFacts(given, names)
  if (parsed.ok) return parsed.facts
  const refused = new Set(parsed.faults.map((fault) => fault.path))
  const known = parseFacts(Object.fromEntries(Object.entries(given).filter(([fact]) => !refused.has(fact))), names)
  return known.ok ? known.facts : {}
}
