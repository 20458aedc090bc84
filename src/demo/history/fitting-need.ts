import { chinaDay } from '../../kernel/dates.js'
import type { CatalogueSnapshot } from '../../catalogue/index.js'
import { factsOf, type Enterprise, type NeedTerms } from '../../enterprises/index.js'
import { parseFacts, verdictsOf } from '@lueqiao/matching-engine'
import { sampleNeeds } from '../sample-needs.js'
import type { Firm, PlannedRequest } from './plan.js'

/** Enterprises and needs that are looked at for one request. */
const LOOKS = 120
/** So many products make a request that several banks may want. */
const ENOUGH = 8

export type Wish = { readonly firm: Firm; readonly terms: NeedTerms }

/**
 * Who asks for what on that day: among enterprises that were there, one whose need some products are open to, as those
 * apply in the end who find something. One in fifteen asks all the same, and finds nothing.
 */
export function fittingWish(
  { at, chance }: PlannedRequest,
  firms: readonly Firm[],
  enterprises: ReadonlyMap<string, Enterprise>,
  { compiled, vocabulary }: CatalogueSnapshot,
): Wish | null {
  const known = firms.filter(({ registeredAt }) => registeredAt < at)
  if (known.length === 0) return null
  const anyway = chance.percent(6)
  let best: { wish: Wish; open: number } | null = null
  for (let look = 0; look < LOOKS; look += 1) {
    const firm = chance.pick(known)
    const enterprise = enterprises.get(firm.id)
    const terms = chance.pick(sampleNeeds(firm.trade, firm.revenueWan, chance))
    if (enterprise === undefined) continue
    const wish = { firm, terms }
    if (anyway) return wish
    const parsed = parseFacts(factsOf(enterprise, terms, chinaDay(at)).facts, vocabulary)
    if (!parsed.ok) continue
    const { eligible, needsInformation } = verdictsOf(compiled, parsed.facts)
    const open = 2 * eligible + needsInformation
    if (open > (best?.open ?? 0)) best = { wish, open }
    if (open >= ENOUGH) break
  }
  return best?.wish ?? null
}
