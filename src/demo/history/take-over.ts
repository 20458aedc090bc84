import type { ClientSession, Connection } from 'mongoose'
import type { Row } from './memory-collection.js'
import type { Accounts } from './people.js'
import type { Share } from './rows-by-request.js'

/**
 * Puts first what people of the demonstration see on their desks: requests of their enterprise, then those that their
 * bank works on, the latest before the earlier ones; the others follow in their order. What belongs to no single
 * request stays in front.
 */
export function seenFirst(shares: readonly Share[], { owner, officer }: Pick<Accounts, 'owner' | 'officer'>) {
  const [loose, ...ofRequests] = shares
  const concerns = ({ rows }: Share, field: 'enterpriseId' | 'bankId', id: string | undefined) =>
    id !== undefined && (rows.get('applications') ?? []).some((row) => row[field] === id)
  const own = ofRequests.filter((share) => concerns(share, 'enterpriseId', owner?.organisation.id))
  const others = ofRequests.filter((share) => !own.includes(share))
  const bank = others.filter((share) => concerns(share, 'bankId', officer?.organisation.id))
  const rest = new Set(others)
  for (const share of bank) rest.delete(share)
  return [...(loose ? [loose] : []), ...own.toReversed(), ...bank.toReversed(), ...rest]
}

/**
 * The shares that are still to come. Told again, a request has another id and the same number, whoever has an account
 * meanwhile and in whatever order an earlier start brought requests in; so numbers say which are there.
 * @param begun whether anything is there: what belongs to no single request has no number, and always came first
 */
export async function notThere(
  connection: Connection,
  [loose, ...ofRequests]: readonly Share[],
  begun: boolean,
): Promise<readonly Share[]> {
  const wanted = ofRequests.flatMap(numbersOf)
  const requests = connection.collection<{ number: string }>('application_requests')
  const found = await requests.find({ number: { $in: wanted } }, { projection: { _id: 0, number: 1 } }).toArray()
  const there = new Set(found.map(({ number }) => number))
  const left = ofRequests.filter((share) => !numbersOf(share).some((number) => there.has(number)))
  return loose && !begun ? [loose, ...left] : left
}

const numbersOf = ({ rows }: Share): readonly string[] =>
  (rows.get('application_requests') ?? []).map(({ number }) => String(number))

/**
 * Writes rows as the stores keep them, which are those of the stage: each was written by its own store there. Guards of
 * an enterprise may be there already: they hold nothing, and stay.
 */
export async function takeOver(
  connection: Connection,
  session: ClientSession,
  shares: readonly Pick<Share, 'rows'>[],
): Promise<void> {
  for (const name of new Set(shares.flatMap(({ rows }) => [...rows.keys()]))) {
    const all = shares.flatMap(({ rows }) => rows.get(name) ?? [])
    const collection = collectionOf(connection, name)
    const there = name === 'application_guards' ? await idsIn(collection, all, session) : new Set()
    const fresh = all.filter(({ _id }) => !there.has(_id)).map((row) => ({ ...row, _id: String(row._id) }))
    if (fresh.length > 0) await collection.insertMany(fresh, { session, ignoreUndefined: true })
  }
}

type Kept = Omit<Row, '_id'> & { readonly _id: string }
const collectionOf = (connection: Connection, name: string) => connection.collection<Kept>(name)

async function idsIn(
  collection: ReturnType<typeof collectionOf>,
  rows: readonly Row[],
  session: ClientSession,
): Promise<ReadonlySet<unknown>> {
  const ids = rows.map(({ _id }) => String(_id))
  const found = await collection.find({ _id: { $in: ids } }, { session, projection: { _id: 1 } }).toArray()
  return new Set(found.map(({ _id }) => String(_id)))
}

/** The events of some requests, as they came about. */
export const inOrder = (shares: readonly Pick<Share, 'told'>[]) =>
  shares.flatMap(({ told }) => told).toSorted((a, b) => a.at.getTime() - b.at.getTime())
