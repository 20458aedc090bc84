import { addDays, type LawDate } from '../../kernel/dates.js'
import type { Visit } from '../data/visit.store.js'
import { FormReader } from './form-reader.js'

/** How far ahead a visit may be planned, in days. */
const FARTHEST = 90

export function readVisit(
  body: unknown,
  today: LawDate,
): { readonly reading: FormReader; readonly plan: Pick<Visit, 'plannedOn' | 'place' | 'note'> } {
  const reading = new FormReader(body, ['plannedOn', 'place', 'note'])
  const plannedOn = reading.date('plannedOn', '走访日期', { first: today, last: addDays(today, FARTHEST) })
  const place = reading.text('place', '地点', { min: 2, max: 100 })
  return { reading, plan: { plannedOn, place, note: reading.text('note', '说明', { max: 500 }) } }
}

/** What came of a visit; it happened no later than today. */
export function readVisitResult(
  body: unknown,
  { today, first }: { readonly today: LawDate; readonly first: LawDate },
): { readonly reading: FormReader; readonly result: { readonly on: LawDate; readonly text: string } } {
  const reading = new FormReader(body, ['on', 'text'])
  const on = reading.date('on', '实际走访日期', { first, last: today })
  return { reading, result: { on, text: reading.text('text', '走访结果', { min: 2, max: 2000 }) } }
}
