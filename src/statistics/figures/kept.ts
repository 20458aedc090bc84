import type { Period } from './day.js'
import { tally, type Folded } from './fold.js'
import type { Ledger } from './ledger.js'
import type { Measure } from './measure.js'
import { onceFor } from './once.js'

/** What is kept of one list of rows. */
const MOST_KEPT = 2000

const keptOf = onceFor(() => new Map<string, unknown>())

/**
 * What was worked out before of the rows that a figure rests on: a page that shows one figure in several places goes
 * through its rows once. The oldest goes when there is too much.
 * @param name what it is, apart from the figure and the period
 */
export function kept<Value>(measure: Measure, ledger: Ledger, period: Period, name: string, work: () => Value): Value {
  const values = keptOf(ledger[measure.from])
  const full = `${measure.id} ${period.from} ${period.to} ${name}`
  const known = values.get(full)
  if (known !== undefined) return known as Value
  const value = work()
  values.set(full, value)
  const [oldest] = values.keys()
  if (values.size > MOST_KEPT && oldest !== undefined) values.delete(oldest)
  return value
}

/** The number that the rows of a figure fold to in a period. */
export function numberOf(measure: Measure, ledger: Ledger, period: Period): Folded {
  return kept(measure, ledger, period, '', () => {
    const { take, folded } = tally(measure.fold, measure.keyOf)
    measure.visit(ledger, period, take)
    return folded()
  })
}
