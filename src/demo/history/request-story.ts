import type { FinancingRequest, Submission } from '../../applications/index.js'
import { newRecordId } from '../../db/index.js'
import type { Need } from '../../enterprises/index.js'
import { addMonths, partsOf, chinaDay } from '../../kernel/dates.js'
import type { Chance } from '../sample-figures.js'
import type { World } from './bank-desk.js'
import type { Stage } from './stage.js'
import type { Wish } from './fitting-need.js'
import { bankStory } from './bank-story.js'
import { choiceStory } from './choice-story.js'
import { hallStory } from './hall-story.js'
import { ownerOf } from './people.js'
import type { PlannedRequest } from './plan.js'
import { type Story } from './timeline.js'

const FEN_PER_WAN = 1_000_000
const MOST_BANKS = 5

/**
 * One submission: a need of its own, matched on that day, to banks that fit or into the hall, and everything that comes
 * of it. Where the rules let nothing through the need stays without a request, as needs do.
 */
export async function* requestStory(world: World, planned: PlannedRequest, wishOf: () => Wish | null): Story {
  const { stage, timeline } = world
  const { chance } = planned
  yield planned.at
  const wish = wishOf()
  if (wish === null) return
  const { firm, terms } = wish
  const owner = ownerOf(firm.id)
  const year = partsOf(chinaDay(stage.now())).year
  const added = await stage.enterprises.addNeed(
    firm.id,
    { ...terms, title: `${terms.title}（${year}年）` },
    owner.actor,
  )
  if (!added.ok) return
  await stage.enterprises.matchNeed(firm.id, added.value.id, owner.actor)
  const request = await submitted(world, planned, added.value)
  if (request === null) return
  if (request.channel === 'hall') timeline.tell(hallStory({ world, request, chance }))
  else {
    for (const { id } of await stage.applications.ofRequest('all', request.id)) {
      timeline.tell(bankStory({ world, request, id, chance }))
    }
  }
  timeline.tell(choiceStory({ world, request, chance }))
}

/** Tries the planned way, and the other one where that is not open to the need. */
async function submitted({ stage }: World, planned: PlannedRequest, need: Need): Promise<FinancingRequest | null> {
  const { channel, serial, chance } = planned
  const { amountFen, termMonths } = need
  if (amountFen === null || termMonths === null) return null
  const asked = Math.max(1, Math.round((amountFen * chance.pick([1, 1, 0.9, 0.8, 0.6])) / FEN_PER_WAN)) * FEN_PER_WAN
  const banks = await fitting(stage, need, asked, chance)
  const way = channel === 'directed' && banks.length > 0 ? 'directed' : 'hall'
  if (way === 'hall' && channel === 'directed' && chance.percent(25)) return null
  const [file] = await stage.enterprises.evidenceOf(need.enterpriseId)
  const given: Submission = {
    ...{ key: newRecordId(), needId: need.id, channel: way, termMonths, amountFen: asked, excludedBanks: [] },
    productIds: way === 'directed' ? banks.map(({ productId }) => productId) : [],
    securities: (need.securities ?? []).map(({ kind, valueFen }, place) => ({
      ...{ kind, valueFen, pledgedFen: null, reference: referenceOf(kind, serial, place) },
    })),
    papers: file ? ['licence', 'statements', 'approvals'].map((code) => ({ code, evidenceIds: [file.id] })) : [],
    firstLoan: chance.percent(12) ? null : chance.percent(30),
    agreedBanks: banks.map(({ bankId }) => bankId),
    agreedHall: true,
    scopes: ['profile', 'figures', 'evidence', 'needs'],
    until: addMonths(chinaDay(stage.now()), 6),
  }
  const outcome = await stage.requests.submit(need.enterpriseId, given, ownerOf(need.enterpriseId))
  return outcome.ok ? outcome.request : null
}

/** What a pledged thing is called: it tells by its number which request it belongs to. */
const referenceOf = (kind: string, serial: number, place: number) => `示例-${kind}-${serial}-${place + 1}`

/** One product a bank that takes the sum and the term, those that fit first. */
async function fitting({ requests, catalogue }: Stage, need: Need, askedFen: number, chance: Chance) {
  const choices = (await requests.choicesFor(need.enterpriseId, need.id))?.choices ?? []
  const { products } = await catalogue.current()
  const wan = askedFen / FEN_PER_WAN
  const open = choices.filter(({ productId, why, verdict }) => {
    const product = products.get(productId)
    if (why !== null || product === undefined) return false
    const { amount, term } = product
    const months = need.termMonths ?? 0
    const takes = wan >= (amount.minWan ?? 0) && wan <= (amount.maxWan ?? Infinity)
    const lasts = months >= (term.minMonths ?? 0) && months <= (term.maxMonths ?? Infinity)
    return takes && lasts && (verdict === 'eligible' || chance.percent(40))
  })
  const banks = new Set<string>()
  const once = open.filter(({ bankId }) => !banks.has(bankId) && banks.add(bankId))
  return once
    .toSorted((a, b) => Number(b.verdict === 'eligible') - Number(a.verdict === 'eligible'))
    .slice(0, chance.between(1, MOST_BANKS))
}
