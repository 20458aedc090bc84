import type { Period } from './day.js'
import { fold, type Folded, type Item } from './fold.js'
import type { Measure } from './measure.js'
import type { Ledger } from './ledger.js'
import type { AnyRow } from './rows.js'

/** Lists of rows that are kept of one ledger: those of the last few figures and periods. */
const MOST_LISTS = 24
/** Numbers that are kept of one ledger. */
const MOST_NUMBERS = 2000

type Kept = { readonly lists: Map<string, readonly Item<AnyRow>[]>; readonly numbers: Map<string, Folded> }

/**
 * What was worked out of a ledger, beside it and as long as it: a ledger never changes, a change makes another one. So
 * a page that shows one figure in several tables goes through its rows once, and nothing can be stale.
 */
const keptOf = new WeakMap<Ledger, Kept>()

function keptFor(ledger: Ledger): Kept {
  const there = keptOf.get(ledger)
  if (there) return there
  const kept: Kept = { lists: new Map(), numbers: new Map() }
  keptOf.set(ledger, kept)
  return kept
}

const nameOf = ({ id }: Measure, { from, to }: Period) => `${id} ${from} ${to}`

/** The rows that a figure counts in a period. */
export function itemsOf(measure: Measure, ledger: Ledger, period: Period): readonly Item<AnyRow>[] {
  const { lists } = keptFor(ledger)
  return remembered(lists, nameOf(measure, period), MOST_LISTS, () => measure.items(ledger, period))
}

/** The number that they fold to. */
export function numberOf(measure: Measure, ledger: Ledger, period: Period): Folded {
  const { numbers } = keptFor(ledger)
  return remembered(numbers, nameOf(measure, period), MOST_NUMBERS, () =>
    fold(measure.fold, itemsOf(measure, ledger, period), measure.keyOf),
  )
}

/** Keeps what was asked for last; the oldest goes when there is too much. */
function remembered<Value>(kept: Map<string, Value>, name: string, most: number, work: () => Value): Value {
  const known = kept.get(name)
  if (known !== undefined) return known
  const value = work()
  kept.set(name, value)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
  return value
}
