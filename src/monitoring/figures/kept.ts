import type { Period } from './day.js'
import { tally, type Folded } from './fold.js'
import type { Ledger } from './ledger.js'
import type { Measure } from './measure.js'
import { onceALedger } from './once.js'

/** Numbers that are kept of one ledger. */
const MOST_NUMBERS = 2000

/** Numbers that were worked out before: a page that shows one figure in several places goes through its rows once. */
const numbersOf = onceALedger(() => new Map<string, Folded>())

/** The number that the rows of a figure fold to in a period. */
export function numberOf(measure: Measure, ledger: Ledger, period: Period): Folded {
  const numbers = numbersOf(ledger)
  const name = `${measure.id} ${period.from} ${period.to}`
  const known = numbers.get(name)
  if (known !== undefined) return known
  const { take, folded } = tally(measure.fold, measure.keyOf)
  measure.visit(ledger, period, take)
  const number = folded()
  numbers.set(name, number)
  // The oldest goes when there is too much.
  const [oldest] = numbers.keys()
  if (numbers.size > MOST_NUMBERS && oldest !== undefined) numbers.delete(oldest)
  return number
}
