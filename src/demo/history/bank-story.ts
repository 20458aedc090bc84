import { portal, type Application, type FinancingRequest } from '../../applications/index.js'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import type { Chance } from '../sample-figures.js'
import { answered, caseOf, deskOf, inItsTime, type World } from './bank-desk.js'
import { inventedTerms } from './invented-terms.js'
import { ASKED, inventedRefusal, inventedWithdrawal } from './invented-words.js'
import { ownerOf } from './people.js'
import { workingDaysOn, type Story } from './timeline.js'

type Telling = {
  readonly world: World
  readonly request: FinancingRequest
  readonly id: string
  readonly chance: Chance
}
type Part = AsyncGenerator<Date, void, undefined>

/** One bank's handling from the day it is asked until its offer is chosen, runs out, or nothing comes of it. */
export async function* bankStory(telling: Telling): Story {
  const { world, id } = telling
  for (let before = -1; ;) {
    const application = await world.stage.applications.get('all', id)
    // Nothing happened in the last part, or somebody else goes on.
    if (application.version === before) return
    before = application.version
    const part = partFor(telling, application)
    if (part === null) return
    yield* part
  }
}

function partFor(telling: Telling, application: Application): Part | null {
  switch (application.state) {
    case 'submitted':
      return atEntry(telling, application)
    case 'claimed':
      return afterClaim(telling, application)
    case 'contacted':
      return afterContact(telling, application)
    case 'due_diligence':
      return underReview(telling, application)
    case 'returned':
      return withEnterprise(telling, application)
    case 'offered':
      return withOffer(telling, application)
    default:
      return null
  }
}

/** The application as it is now; null when somebody else moved it meanwhile. */
async function still({ world }: Telling, { id, version }: Application): Promise<Application | null> {
  const now = await world.stage.applications.get('all', id)
  return now.version === version ? now : null
}

async function* atEntry(telling: Telling, application: Application): Part {
  const { world, chance } = telling
  const { review, applications, now } = world.stage
  const fate = chance.between(1, 100)
  if (fate <= 3) {
    yield workingDaysOn(now(), 12, chance)
    if (!(await still(telling, application))) return
    const reason = '机构长期没有受理，申请失效，请改投其他机构。'
    await applications.move('all', application.id, { action: 'expire', mover: portal, reason })
    return
  }
  yield* inItsTime(world, application, chance.pick([0, 0, 0, 1]), chance)
  if (!(await still(telling, application))) return
  if (fate <= 8) yield* answered(world, application, inventedRefusal(chance), chance)
  else await review.takeStep(caseOf(world, application), { action: 'claim' })
}

async function* afterClaim(telling: Telling, application: Application): Part {
  const { world, chance } = telling
  const { review, hall, now } = world.stage
  const fromHall = application.channel !== 'directed'
  if (fromHall && chance.percent(5)) {
    yield workingDaysOn(now(), 1, chance)
    if (!(await still(telling, application))) return
    await hall.releasePlace(
      deskOf(world, application),
      application.requestId,
      '内部审批额度已满（示例）',
      application.version,
    )
    return
  }
  if (fromHall && chance.percent(5) && application.step?.dueAt) {
    // Nobody made contact: the portal takes the place back.
    yield new Date(application.step.dueAt.getTime() + 60_000)
    await hall.releaseLateContacts()
    return
  }
  if (fromHall) yield within(telling, [1, 2, 2, 3])
  else yield* inItsTime(world, application, chance.pick([0, 1, 1, 2, 3]), chance)
  if (!(await still(telling, application))) return
  const reason = chance.pick(['电话联系，了解用款安排（示例）', '电话联系，已约定现场走访时间（示例）'])
  await review.takeStep(caseOf(world, application), { action: 'contact', reason })
}

const within = ({ world, chance }: Telling, days: readonly number[]): Date =>
  workingDaysOn(world.stage.now(), chance.pick(days), chance)

async function* afterContact(telling: Telling, application: Application): Part {
  const { world, chance } = telling
  const { review } = world.stage
  yield within(telling, [0, 1, 1, 2])
  if (!(await still(telling, application))) return
  if (chance.percent(8)) yield* answered(world, application, inventedRefusal(chance), chance)
  else if (chance.percent(20)) await makeOffer(telling, application)
  else await review.takeStep(caseOf(world, application), { action: 'review' })
}

async function* underReview(telling: Telling, application: Application): Part {
  const { world, chance } = telling
  const { review, now } = world.stage
  if (application.asked === null && chance.percent(20)) {
    yield within(telling, [0, 1])
    if (!(await still(telling, application))) return
    const asked = { items: ASKED, note: '扫描件即可（示例）', at: now(), by: deskOf(world, application).name }
    await review.takeStep(caseOf(world, application), { action: 'ask', set: { asked }, detail: { items: ASKED } })
    return
  }
  yield* inItsTime(world, application, chance.pick([1, 2, 2, 3]), chance)
  if (!(await still(telling, application))) return
  if (chance.percent(15)) yield* answered(world, application, inventedRefusal(chance), chance)
  else await makeOffer(telling, application)
}

async function makeOffer(telling: Telling, application: Application): Promise<void> {
  const { world, request, chance } = telling
  const { stage, end } = world
  const product = (await stage.catalogue.current()).products.get(application.productId ?? '')
  const terms = inventedTerms(request, product, { today: chinaDay(stage.now()), end: chinaDay(end), chance })
  await stage.review.makeOffer(caseOf(world, application), { terms, reason: null })
}

async function* withEnterprise(telling: Telling, application: Application): Part {
  const { world, chance } = telling
  const { requests, now } = world.stage
  const [scope, owner] = [{ enterpriseId: application.enterpriseId }, ownerOf(application.enterpriseId)]
  const shown = application.version
  if (chance.percent(8)) {
    yield workingDaysOn(now(), chance.between(10, 18), chance)
    if (!(await still(telling, application))) return
    await requests.withdraw(scope, application.id, { reason: inventedWithdrawal(chance), shown }, owner)
    return
  }
  yield within(telling, [2, 3, 4, 5, 7])
  if (!(await still(telling, application))) return
  const answers = ASKED.map((item) => ({ text: `${item}已邮寄（示例）`, evidenceIds: [] }))
  await requests.answer(scope, application.id, { answers, shown }, owner)
}

/** Better terms now and then; an offer that nobody takes runs out. Who chooses is told elsewhere. */
async function* withOffer(telling: Telling, application: Application): Part {
  const { world, chance } = telling
  const { stage } = world
  const terms = application.offer?.terms
  if (terms === undefined) return
  if (application.version < 6 && chance.percent(10)) {
    yield within(telling, [1, 2])
    if (!(await still(telling, application))) return
    const better = { ...terms, rateBp: Math.max(200, terms.rateBp - chance.pick([5, 10, 15])) }
    await stage.review.makeOffer(caseOf(world, application), { terms: better, reason: '按企业要求下调利率（示例）' })
    return
  }
  yield new Date(Date.parse(`${terms.validUntil}T24:00:00+08:00`) + 600_000)
  if (!(await still(telling, application))) return
  const reason = `方案有效期到 ${formatDate(terms.validUntil)}，企业没有选定，已经失效。`
  await stage.applications.move('all', application.id, { action: 'expire', mover: portal, reason })
}
