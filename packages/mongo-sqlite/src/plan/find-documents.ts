import { CommandError } from '../errors.js'
import { compileFilter, type Matcher } from '../query/filter.js'
import { compileSort } from '../query/sort.js'
import { asNumber } from '../field.js'
import type { Collation } from '../values/collation.js'
import { valuesEqual } from '../values/compare.js'
import { decode, isDocument, keysOf, type Document } from '../values/document.js'
import type { CollectionEntry, IndexEntry } from '../storage/catalog.js'
import type { Store, Stored } from '../storage/store.js'
import { boundsOf } from './bounds.js'
import { choosePlan, type Plan } from './choose.js'
import { scan, type Counters } from './scan.js'

/** What to find and in which order. Filter and sort are as the client gave them; `collation` is already compiled. */
export type Query = {
  readonly filter: Document
  readonly sort?: Document | undefined
  readonly hint?: unknown
  readonly collation?: Collation | undefined
  readonly let?: Document | undefined
  /** Milliseconds since 1970 after which the search gives up with error 50. */
  readonly deadline?: number | undefined
}

export type Prepared = { readonly plan: Plan; readonly matcher: Matcher; readonly query: Query }

/** Checks filter, sort and hint, and chooses the plan. `collection` is undefined when it does not exist. */
export function prepare(collection: CollectionEntry | undefined, query: Query): Prepared {
  const options = {
    ...(query.let !== undefined && { let: query.let }),
    ...(query.collation !== undefined && { collation: query.collation }),
  }
  const matcher = compileFilter(query.filter, options)
  const hint = collection === undefined ? null : resolveHint(collection, query.hint)
  const sort = plainSort(query)
  // Keys are binary: an index cannot give the order of a collation, nor one that is computed ($meta).
  const indexable =
    query.collation === undefined && !keysOf(query.sort ?? {}).some((key) => isDocument(query.sort?.[key]))
  const collated = query.collation !== undefined
  const bounds = boundsOf(query.filter, collated)
  const wanted = { bounds, filter: query.filter, sort: indexable ? sort : null, hint, collated }
  const empty: Plan = { index: null, ranges: [], reverse: false, sorted: true, bounded: 0 }
  let plan = collection === undefined ? empty : choosePlan(collection, wanted)
  if (!indexable && sort !== null) plan = { ...plan, sorted: false }
  const natural = naturalDirection(query.hint) ?? naturalDirection(query.sort)
  if (natural !== null)
    plan = { ...empty, reverse: natural < 0, sorted: naturalDirection(query.sort) !== null || plan.sorted }
  return { plan, matcher, query }
}

/** A document that is decoded only when somebody looks into it: plain finds send the bytes as they are stored. */
class Found implements Stored {
  readonly rid: number
  readonly bytes: Uint8Array
  private decoded: Document | null = null

  constructor(rid: number, bytes: Uint8Array) {
    this.rid = rid
    this.bytes = bytes
  }

  get document(): Document {
    this.decoded ??= decode(this.bytes)
    return this.decoded
  }
}

/** The matching documents, in order. Lazy unless a sort has to be done in memory. */
export function* search(
  store: Store,
  collection: CollectionEntry,
  prepared: Prepared,
  counters?: Counters,
): Generator<Stored> {
  const { plan, query } = prepared
  if (plan.sorted || query.sort === undefined) {
    yield* matching(store, collection, prepared, counters)
    return
  }
  const compare = compileSort(query.sort, query.collation)
  const found = [...matching(store, collection, prepared, counters)]
  yield* found.sort((a, b) => compare(a.document, b.document))
}

function* matching(
  store: Store,
  collection: CollectionEntry,
  { plan, matcher, query }: Prepared,
  counters?: Counters,
): Generator<Stored> {
  const everything = keysOf(query.filter).length === 0
  let until = 128
  for (const { rid, bytes } of scan(store, collection, plan, counters)) {
    if (--until === 0) {
      until = 128
      checkDeadline(query.deadline)
    }
    const found = new Found(rid, bytes)
    if (everything || matcher.matches(found.document)) yield found
  }
}

/** Error 50 once `deadline` (ms since 1970) has passed. */
export function checkDeadline(deadline: number | undefined): void {
  if (deadline !== undefined && Date.now() > deadline) {
    throw new CommandError('MaxTimeMSExpired', 'operation exceeded time limit')
  }
}

function plainSort(query: Query): [string, 1 | -1][] | null {
  if (query.sort === undefined || keysOf(query.sort).length === 0) return null
  const fields = keysOf(query.sort).map((path): [string, 1 | -1] => [
    path,
    (asNumber(query.sort?.[path]) ?? 0) < 0 ? -1 : 1,
  ])
  return fields
}

function naturalDirection(value: unknown): number | null {
  return isDocument(value) ? (asNumber(value.$natural) ?? null) : null
}

function resolveHint(collection: CollectionEntry, hint: unknown): IndexEntry | '$natural' | null {
  if (hint === undefined || hint === null) return null
  if (isDocument(hint)) {
    if (keysOf(hint).length === 0) return null
    if ('$natural' in hint) return '$natural'
    const found = collection.indexes.find((index) => valuesEqual(index.spec.key, hint) && !index.hidden)
    if (found !== undefined) return found
  } else if (typeof hint === 'string') {
    if (hint === '') return null
    const found = collection.indexes.find((index) => index.name === hint && !index.hidden)
    if (found !== undefined) return found
  } else {
    throw new CommandError('FailedToParse', 'Hint must be a string or an object')
  }
  const where = `error processing query: ns=${collection.db}.${collection.name}`
  throw new CommandError(
    'BadValue',
    `${where} planner returned error :: caused by :: hint provided does not correspond to an existing index`,
  )
}
