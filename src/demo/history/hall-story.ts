import { isEnded, type Application, type FinancingRequest } from '../../applications/index.js'
import { addMonths, addDays, chinaDay } from '../../kernel/dates.js'
import type { Chance } from '../sample-figures.js'
import type { World } from './bank-desk.js'
import { bankStory } from './bank-story.js'
import { inventedTerms } from './invented-terms.js'
import { bureauPerson } from './people.js'
import { workingDaysOn, type Story } from './timeline.js'

type Telling = { readonly world: World; readonly request: FinancingRequest; readonly chance: Chance }
type Part = AsyncGenerator<Date, void, undefined>

/** A request in the hall: windows, claims, places, dispatch, until it ends. */
export async function* hallStory(telling: Telling): Story {
  const { world, request, chance } = telling
  const { applications, hall, now } = world.stage
  const known = new Set<string>()
  for (;;) {
    const all = await applications.ofRequest('all', request.id)
    for (const { id, kind } of all) {
      if (kind !== 'bank' || known.has(id)) continue
      known.add(id)
      world.timeline.tell(bankStory({ world, request, id, chance }))
    }
    const place = all.find(({ kind }) => kind === 'hall')
    if (place === undefined || isEnded(place.state)) return
    const monthOver = chinaDay(now()) > addDays(addMonths(chinaDay(request.submittedAt), 1), 1)
    if (monthOver && place.state !== 'chosen' && !all.some(({ reached }) => reached.offered)) {
      await hall.lapseRequests()
      return
    }
    if (place.state === 'open') yield* window(telling, all)
    else if (place.state === 'dispatched') yield* dispatch(telling, place)
    else yield workingDaysOn(now(), 1, chance)
  }
}

/** One window: the banks that want it claim on their own days, and it closes by itself. */
async function* window({ world, request, chance }: Telling, all: readonly Application[]): Part {
  const { stage, cast, end } = world
  const last = await stage.hall.context.windows.latest(request.id)
  if (last?.state !== 'open') {
    yield workingDaysOn(stage.now(), 1, chance)
    return
  }
  const open = request.products.filter(({ bankId }) => !all.some((one) => one.bankId === bankId))
  const banks = [...new Set(open.map(({ bankId }) => bankId))]
  // Now and then nobody is interested, in neither round.
  const wanted = request.amountFen % 13 === 0 ? [] : banks.filter(() => chance.percent(45)).slice(0, 5)
  const span = last.closesAt.getTime() - stage.now().getTime()
  const claims = wanted
    .map((bankId) => ({ bankId, at: stage.now().getTime() + Math.floor(span * (0.05 + chance.next() * 0.9)) }))
    .sort((a, b) => a.at - b.at)
  const products = (await stage.catalogue.current()).products
  for (const { bankId, at } of claims) {
    yield new Date(at)
    const window = await stage.hall.context.windows.latest(request.id)
    if (window?.id !== last.id || window.state !== 'open') return
    const { productId } = chance.pick(open.filter((product) => product.bankId === bankId))
    const day = { today: chinaDay(stage.now()), end: chinaDay(end), chance }
    const terms = inventedTerms(request, products.get(productId), day)
    const shown = { window: last.number, version: 0 }
    await stage.hall.placeBid(cast.officerOf({ bankId }, 1), request.id, { productId, terms }, shown)
  }
  yield new Date(last.closesAt.getTime() + 30_000)
  await stage.hall.closeDueWindows()
}

/** The bureau sends what nobody took to one or two banks; where none is left it stays until its month is over. */
async function* dispatch({ world, request, chance }: Telling, place: Application): Part {
  const { applications, hall, now } = world.stage
  yield workingDaysOn(now(), chance.pick([0, 1, 1, 2]), chance)
  const all = await applications.ofRequest('all', request.id)
  const here = all.find(({ id }) => id === place.id)
  if (here?.state !== 'dispatched') return
  const banks = new Set<string>()
  const open = request.products.filter(
    ({ bankId }) => !all.some((one) => one.bankId === bankId) && !banks.has(bankId) && banks.add(bankId),
  )
  const productIds = open.slice(0, chance.between(1, 2)).map(({ productId }) => productId)
  if (productIds.length === 0) return
  const reason = '两轮无人认领，按产品匹配情况派单（示例）'
  await hall.dispatchRequest(bureauPerson, request.id, { productIds, reason, shown: here.version })
}
