import type { RemindersService } from '../../applications/index.js'
import type { HallService } from '../../hall/index.js'
import { chinaDay, chinaMidnight } from '../../kernel/dates.js'
import { dateOf, dayOf } from '../figures/day.js'
import { bankRecords, type BankRecord, type Dated } from './promise-figures.js'
import type { Judged } from './judged.js'

export type PromiseDeps = {
  readonly hall: Pick<HallService, 'releasedSince'>
  readonly reminders: Pick<RemindersService, 'escalations'>
  /** Orders the names that stand for banks; see `bankNames`. */
  readonly sessionSecret: string
}

/** The records of every bank for what is asked, in the order of their names. */
export async function recordsFor(
  { hall, reminders }: Omit<PromiseDeps, 'sessionSecret'>,
  { part, asked, now, bankNames: { compare } }: Pick<Judged, 'part' | 'asked' | 'now' | 'bankNames'>,
): Promise<readonly BankRecord[]> {
  const { period } = asked
  const from = chinaMidnight(dateOf(period.from))
  const [released, escalations] = await Promise.all([hall.releasedSince(from), reminders.escalations({ from })])
  const records = bankRecords({
    ...{ part, period, now: now() },
    released: released.map(dated),
    escalations: escalations.map(dated),
  })
  return [...records].sort((a, b) => compare(a.bankId, b.bankId))
}

const dated = <Record extends { readonly at: Date }>(record: Record): Dated<Record> => ({
  ...record,
  day: dayOf(chinaDay(record.at)),
})
