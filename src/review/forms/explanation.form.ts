import type { Explanation } from '../../escalations/index.js'
import { addDays, type LawDate } from '../../kernel/dates.js'
import { Reading } from './reading.js'

export type ExplanationRead = { readonly reading: Reading; readonly given: Explanation | null }

/** How far ahead a bank may name the day by which it will be done, in days. */
const FARTHEST = 60

/** Why a limit went by, and, while the step is not done, by which day it will be. */
export function readExplanation(
  body: unknown,
  { today, open }: { readonly today: LawDate; readonly open: boolean },
): ExplanationRead {
  const reading = new Reading(body, ['explanation', 'promised'])
  const text = reading.text('explanation', '原因', { min: 10, max: 1000 })
  const last = addDays(today, FARTHEST)
  const promisedOn = open ? reading.date('promised', '办完的日期', { first: today, last }) : null
  return { reading, given: reading.ok ? { key: reading.key, text, promisedOn } : null }
}
