import type { TestApp } from '../support/app.js'
import { bankUser, bureauUser, chinaTime, bidAs, inHall, applicationsOf, termsAt } from './bidding.js'

/** Addresses of the hall with somebody who may open each, in every state that a page can show. */
export type HallPages = readonly { readonly name: string; readonly email: string; readonly address: string }[]

/** Three requests: one that is claimed, one with places (one of them released), one that nobody took. */
export async function hallPagesOf(test: TestApp, setNow: (now: Date) => void): Promise<HallPages> {
  const { hall, applications } = test.deps
  setNow(chinaTime('2026-11-16T10:00:00'))
  const untaken = await inHall(test)
  setNow(chinaTime('2026-11-18T09:00:00'))
  await hall.closeDueWindows()
  setNow(chinaTime('2026-11-20T09:00:00'))
  await hall.closeDueWindows()

  const placed = await inHall(test)
  const users = await Promise.all(placed.banks.slice(0, 4).map((bankId) => bankUser(test, bankId)))
  for (const [place, user] of users.entries()) {
    const fees = place === 0 ? termsAt(1).fees.map((fee) => ({ ...fee, state: 'unknown' as const })) : termsAt(1).fees
    await bidAs(test, user, placed.request, 400 + 25 * place, { fees })
  }
  setNow(chinaTime('2026-11-24T09:00:00'))
  await hall.closeDueWindows()
  const { banks, hall: place } = await applicationsOf(test, placed.request)
  const [winner, quitter] = banks.map(({ bankId }) => users.find(({ organisation }) => organisation.id === bankId))
  const [loser] = users
  const [, given] = banks
  if (!winner || !quitter || !loser || !given) throw new Error('the scene has no winner')
  await hall.releasePlace(quitter, placed.request.id, '本行额度已用完', given.version)

  const open = await inHall(test)
  await bidAs(test, winner, open.request, 385)
  const bureau = await bureauUser(test)
  const fresh = await bankUser(test, open.banks[4] ?? '')
  const [application] = await applications.ofRequest('all', placed.request.id)
  const at = (name: string, { email }: { email: string }, address: string) => ({ name, email, address })
  return [
    at('list', winner, '/bank/hall'),
    at('list without a hit', winner, '/bank/hall?amount=a7'),
    at('request to claim', fresh, `/bank/hall/${open.request.id}`),
    at('request claimed', winner, `/bank/hall/${open.request.id}`),
    at('request with a place', winner, `/bank/hall/${placed.request.id}`),
    at('request without a place', loser, `/bank/hall/${placed.request.id}`),
    at('enterprise', placed.who, `/enterprise/hall/${placed.request.id}`),
    at('enterprise, open', open.who, `/enterprise/hall/${open.request.id}`),
    at('bureau list', bureau, '/bureau/requests'),
    at('bureau dispatch', bureau, `/bureau/requests/${untaken.request.id}`),
    at('bureau request', bureau, `/bureau/requests/${placed.request.id}`),
    at('bureau application', bureau, `/bureau/applications/${application?.id ?? place.id}`),
    at('bureau application of a bank', bureau, `/bureau/applications/${given.id}`),
    at('rule', bureau, '/about/places'),
  ]
}
