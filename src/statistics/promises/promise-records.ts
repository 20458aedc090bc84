import { escalationStatus, type EscalationsService, type EscalationWithMessages } from '../../escalations/index.js'
import type { HallService } from '../../hall/index.js'
import { chinaDay, chinaMidnight, type LawDate } from '../../kernel/dates.js'
import { dateOf, dayOf } from '../rows/day.js'
import type { Raised } from './escalation-figures.js'
import { bankRecords, type BankRecord, type Dated } from './promise-figures.js'
import type { MaskedFigures } from '../filter/masked-figures.js'

export type PromiseDeps = {
  readonly hall: Pick<HallService, 'releasedSince'>
  readonly escalations: Pick<EscalationsService, 'list'>
  /** Orders the names that stand for banks; see `bankNames`. */
  readonly sessionSecret: string
}

/** The records of every bank for what is asked, in the order of their names. */
export async function recordsFor(
  { hall, escalations }: Omit<PromiseDeps, 'sessionSecret'>,
  { filtered, filter, now, bankNames: { compare } }: Pick<MaskedFigures, 'filtered' | 'filter' | 'now' | 'bankNames'>,
): Promise<readonly BankRecord[]> {
  const { period } = filter
  const from = chinaMidnight(dateOf(period.from))
  const at = now()
  const [released, told] = await Promise.all([hall.releasedSince(from), escalations.list({ from })])
  const records = bankRecords({
    ...{ rows: filtered, period, now: at },
    released: released.map(dated),
    escalations: told.map((one) => raisedOn(one, chinaDay(at))),
  })
  return [...records].sort((a, b) => compare(a.bankId, b.bankId))
}

const dated = <Record extends { readonly at: Date }>(record: Record): Dated<Record> => ({
  ...record,
  day: dayOf(chinaDay(record.at)),
})

const raisedOn = (told: EscalationWithMessages, today: LawDate): Raised => ({
  ...told,
  said: escalationStatus(told, today),
  day: dayOf(chinaDay(told.escalation.at)),
})
