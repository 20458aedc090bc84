import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import type { CollectionEntry, IndexEntry } from '../storage/catalog.js'
import type { FilterBounds } from './bounds.js'
import { implies } from './implies.js'
import type { KeyRange } from './ranges.js'
import { narrow, pointPrefixes } from './ranges.js'

/** How documents will be found: through the ranges of one index, or (index null) by reading the whole collection. */
export type Plan = {
  readonly index: IndexEntry | null
  readonly ranges: readonly KeyRange[]
  readonly reverse: boolean
  /** True when the documents come in the order asked for, so that nothing has to be sorted. */
  readonly sorted: boolean
  /** How many leading fields of the index are bounded; for explain and for the choice. */
  readonly bounded: number
}

export type Wanted = {
  readonly bounds: FilterBounds
  readonly filter: Document
  /** Plain field order only; null when there is none to serve or it cannot be served by an index (collation, $meta). */
  readonly sort: readonly (readonly [string, 1 | -1])[] | null
  readonly hint: IndexEntry | '$natural' | null
  /** Whether the filter compares strings by a collation, which an index never does. */
  readonly collated: boolean
}

const EVERYTHING: KeyRange = { lower: Buffer.alloc(0), upper: null }
/** Above this many ranges ($in times $in) the later fields are left to the matcher. */
const MAX_RANGES = 2000

/** The plan for a query: the hinted index, else the one with the most points, then ranges, then the order for free. */
export function choosePlan(collection: CollectionEntry, wanted: Wanted): Plan {
  const scan: Plan = { index: null, ranges: [], reverse: false, sorted: wanted.sort === null, bounded: 0 }
  if (wanted.hint === '$natural') return scan
  if (wanted.hint !== null) {
    checkHint(wanted.hint, wanted)
    return planOf(wanted.hint, wanted).plan
  }
  let best = { plan: scan, score: 0 }
  for (const index of collection.indexes) {
    if (index.hidden || !mayUse(index, wanted)) continue
    const candidate = planOf(index, wanted)
    if (candidate.score > best.score) best = candidate
  }
  return best.plan
}

/** The plan of one index and its worth; 0 when it bounds nothing and orders nothing. */
function planOf(index: IndexEntry, wanted: Wanted): { plan: Plan; score: number } {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  let ranges: KeyRange[] | null = null
  let points = 0
  let fixed = 0
  let allSingle = true
  const roots = new Set<string>()
  for (const [path, direction] of index.keys) {
    const bounds = wanted.bounds.get(path)
    const root = path.split('.')[0] ?? path
    // Conditions on two fields of one array may be met by different elements: only the first of them bounds.
    if (bounds === undefined || (index.multikey && roots.has(root))) break
    roots.add(root)
    if (bounds.points === undefined) {
      const oneSided = index.multikey && bounds.from ? { from: bounds.from } : bounds
      ranges = narrow(prefixes, oneSided, direction)
      break
    }
    if (prefixes.length * bounds.points.length > MAX_RANGES && points > 0) break
    prefixes = pointPrefixes(prefixes, bounds.points, direction)
    points++
    if (bounds.points.length > 1) allSingle = false
    if (allSingle) fixed++
  }
  const bounded = points + (ranges === null ? 0 : 1)
  const all = ranges ?? (points === 0 ? [EVERYTHING] : prefixes.flatMap((prefix) => narrow([prefix], {}, 1)))
  const order = orderOf(index, wanted, fixed, points)
  const whole = index.unique && points === index.keys.length
  const score = (whole ? 1000 : 0) + points * 100 + (ranges === null ? 0 : 60) + (order.served ? 50 : 0)
  const plan = { index, ranges: all, reverse: order.reverse, sorted: wanted.sort === null || order.served, bounded }
  return { plan, score }
}

/** Whether the index yields the asked order once its first `fixed` fields hold one value each. */
function orderOf(index: IndexEntry, wanted: Wanted, fixed: number, points: number) {
  const none = { served: false, reverse: false }
  const sort = wanted.sort?.filter(([path]) => !isFixed(index, path, fixed)) ?? []
  if (wanted.sort === null || index.multikey || points > fixed) return none
  if (sort.length === 0) return { served: fixed > 0, reverse: false }
  let reverse: boolean | null = null
  for (const [i, [path, direction]] of sort.entries()) {
    const field = index.keys[fixed + i]
    if (field?.[0] !== path) return none
    const opposite = field[1] !== direction
    if (reverse !== null && reverse !== opposite) return none
    reverse = opposite
  }
  return { served: true, reverse: reverse ?? false }
}

function isFixed(index: IndexEntry, path: string, fixed: number): boolean {
  return index.keys.slice(0, fixed).some(([key]) => key === path)
}

/** A hinted sparse index answers with what it has, as MongoDB documents it; a partial one must not lack anything. */
function checkHint(index: IndexEntry, wanted: Wanted): void {
  if (covers(index, wanted)) return
  const message = `the hinted index ${index.name} is partial and may lack documents that the filter asks for`
  throw new CommandError('BadValue', message)
}

/** False for a partial index that may lack documents the filter asks for. */
function covers(index: IndexEntry, wanted: Wanted): boolean {
  return index.partial === null || implies(wanted.filter, index.partial.filter, wanted.collated)
}

/** A sparse or partial index holds only some documents; it may serve only filters that ask for no others. */
function mayUse(index: IndexEntry, wanted: Wanted): boolean {
  if (!covers(index, wanted)) return false
  return !index.sparse || index.keys.some(([path]) => excludesMissing(wanted.bounds, path))
}

function excludesMissing(bounds: FilterBounds, path: string): boolean {
  const found = bounds.get(path)
  return found !== undefined && !(found.points?.some((value) => value === null) ?? false)
}
