import { isEnded, type Application, type FinancingRequest } from '../../applications/index.js'
import { DEFAULT_FOUR_EYES_FEN } from '../../review/index.js'
import { daysBetween, chinaDay } from '../../kernel/dates.js'
import type { Chance } from '../sample-figures.js'
import { answered, caseOf, deskOf, inItsTime, type World } from './bank-desk.js'
import { inventedRefusal, inventedWithdrawal } from './invented-words.js'
import { contractOf } from './contract.js'
import { loanStory } from './loan-story.js'
import { ownerOf } from './people.js'
import { workingDaysOn, type Story } from './timeline.js'

type Telling = { readonly world: World; readonly request: FinancingRequest; readonly chance: Chance }

/** Days after which an enterprise that got nothing gives up. */
const PATIENCE_DAYS = 70

/** What the enterprise does with its offers: waits for others, chooses the cheapest, or takes all back. */
export async function* choiceStory(telling: Telling): Story {
  const { world, request, chance } = telling
  const { applications, now } = world.stage
  const fate = chance.between(1, 100)
  if (fate <= 4) {
    yield workingDaysOn(now(), chance.between(1, 4), chance)
    await takeBack(telling)
    return
  }
  let waited = false
  for (;;) {
    yield workingDaysOn(now(), 1, chance)
    const all = await applications.ofRequest('all', request.id)
    if (all.every(({ state }) => isEnded(state))) return
    // Chosen and on its way: that is told elsewhere. A bank that says no leads back here.
    if (
      all.some(({ state }) => ['chosen', 'approved', 'contracted', 'disbursing', 'repaying', 'closed'].includes(state))
    )
      continue
    const offers = all.filter(({ kind, state }) => kind === 'bank' && state === 'offered')
    if (offers.length === 0) {
      if (daysBetween(chinaDay(request.submittedAt), chinaDay(now())) < PATIENCE_DAYS) continue
      await takeBack(telling)
      return
    }
    if (!waited) {
      waited = true
      yield workingDaysOn(now(), chance.between(2, 6), chance)
      continue
    }
    if (fate <= 12) {
      await takeBack(telling)
      return
    }
    // Some never answer: their offers run out.
    if (fate <= 16) continue
    await choose(telling, offers)
  }
}

async function choose({ world, request, chance }: Telling, offers: readonly Application[]): Promise<void> {
  const { offers: service, now } = world.stage
  const today = chinaDay(now())
  const costOf = ({ offer }: Application) => offer?.terms.rateBp ?? Infinity
  const [best] = offers
    .filter(({ offer }) => (offer?.terms.validUntil ?? '') >= today)
    .sort((a, b) => costOf(a) - costOf(b))
  if (!best?.offer) return
  const { choice } = await service.requestOf(request.enterpriseId, request.id)
  const amountFen = Math.min(best.offer.terms.amountFen, request.amountFen)
  const chosen = await service.choose({
    ...{ enterpriseId: request.enterpriseId, requestId: request.id, rest: 'end', choice: choice.version },
    picks: [{ applicationId: best.id, amountFen, shown: best.version }],
    mover: ownerOf(request.enterpriseId),
  })
  if (!chosen.ok) throw new Error(`an offer of ${request.number} could not be chosen: ${JSON.stringify(chosen.error)}`)
  world.timeline.tell(decisionStory({ world, request, chance }, best.id))
}

/** Takes back whatever of a request may still be taken back. */
async function takeBack({ world, request, chance }: Telling): Promise<void> {
  const { requests, applications } = world.stage
  const scope = { enterpriseId: request.enterpriseId }
  const reason = inventedWithdrawal(chance)
  const order = (all: readonly Application[]) => all.toSorted((a, b) => Number(b.kind === 'hall') - Number(a.kind === 'hall')) // prettier-ignore
  for (const { id } of order(await applications.ofRequest(scope, request.id))) {
    const now = await applications.get(scope, id)
    if (isEnded(now.state)) continue
    await requests.withdraw(scope, id, { reason, shown: now.version }, ownerOf(request.enterpriseId))
  }
}

/** From the choice to the signature. */
async function* decisionStory({ world, request, chance }: Telling, id: string): Story {
  const { applications, requests, loans, now } = world.stage
  const chosen = await applications.get('all', id)
  const project = chosen.dimensions.purpose === '项目建设'
  const days = project ? chance.between(6, 17) : chance.between(2, 7)
  // Above the threshold a second person follows, which takes a day more.
  yield* inItsTime(world, chosen, chosen.amountFen > DEFAULT_FOUR_EYES_FEN ? days - 1 : days, chance)
  if ((await applications.get('all', id)).version !== chosen.version) return
  const terms = chosen.offer?.terms
  if (terms === undefined) throw new Error(`application ${chosen.number} was chosen without an offer`)
  if (chance.percent(8)) {
    yield* answered(world, chosen, inventedRefusal(chance), chance)
    return
  }
  const decision = {
    amountFen: Math.min(chosen.amountFen, terms.amountFen),
    rateBp: terms.rateBp + chance.pick([0, 0, 0, 0, 0, -5, 5, 10]),
    months: terms.months,
    conditions: terms.conditions,
  }
  yield* answered(world, chosen, { kind: 'approve', decision }, chance)
  const approved = await applications.get('all', id)
  if (approved.state !== 'approved') return
  yield workingDaysOn(now(), chance.between(1, 7), chance)
  const standing = await applications.get('all', id)
  if (standing.state !== 'approved') return
  if (chance.percent(4)) {
    const scope = { enterpriseId: request.enterpriseId }
    const given = { reason: inventedWithdrawal(chance), shown: standing.version }
    await requests.withdraw(scope, id, given, ownerOf(request.enterpriseId))
    return
  }
  const user = deskOf(world, standing)
  const mover = { kind: 'officer' as const, actor: actorFor(user), name: user.name }
  const signature = contractOf(standing, request, chinaDay(now()), chance)
  const signed = await loans.sign('all', caseOf(world, standing).id, signature, mover)
  if (!signed.ok) throw new Error(`${standing.number} could not be signed: ${JSON.stringify(signed.error)}`)
  world.timeline.tell(loanStory({ world, loanId: signed.value.id, mover, chance }))
}

const actorFor = ({ id, role, organisation }: Express.User) => ({
  accountId: id,
  role,
  organisationId: organisation.id,
})
