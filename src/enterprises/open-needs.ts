import { chinaDay } from '../kernel/dates.js'
import type { Facts } from '@lueqiao/matching-engine'
import type { Context } from './context.js'
import type { Enterprise } from './enterprise.js'
import { factsOf } from './facts-of.js'
import { canonical } from './match-need.js'
import type { Need } from './need.js'

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
export async function openNeeds(context: Context, from: Date, to: Date): Promise<readonly OpenNeed[]> {
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
    return [{ need, enterprise, facts: canonical(factsOf(enterprise, need, today).facts, vocabulary) }]
  })
}
