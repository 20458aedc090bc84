import type { Enterprise } from '../../enterprises/index.js'
import { addDays, partsOf, type LawDate, chinaDay } from '../../kernel/dates.js'
import { isWorkingDay } from '../../kernel/working-days.js'
import { chanceOf, type Chance } from '../sample-figures.js'
import { trades, type Trade } from '../sample-trades.js'
import { atWork } from './timeline.js'

/** Chosen once: every installation has the same history, but for the day on which it ends. */
const SEED = 20_261_123
export const HISTORY_MONTHS = 24
/** What one submission comes to on average: its place in the hall and the banks that handle it. Counted, not chosen. */
const APPLICATIONS_PER_REQUEST = 3.35
/** A request in the hall takes about so long; later ones would stand there when the history ends. */
const HALL_DAYS = 14
/** Weight of each month, from January: sowing in spring, purchases of the harvest in autumn, few days at New Year. */
const SEASON = [0.75, 0.5, 1.15, 1.25, 1, 0.9, 0.8, 1.05, 1.3, 1.35, 1, 0.85] as const

export type Firm = {
  readonly id: string
  readonly name: string
  readonly trade: Trade
  /** 万元 of the last year. */
  readonly revenueWan: number
  readonly registeredAt: Date
}

export type PlannedRequest = {
  /** From 1, in the order of submission. */
  readonly serial: number
  readonly at: Date
  readonly channel: 'directed' | 'hall'
  /** Fate of this request alone, so that what happens to one changes nothing for the others. */
  readonly chance: Chance
}

/** What a story needs to know of a sample enterprise; null for one whose figures are not known. */
export function firmOf(place: number, { id, name, years, registeredAt }: Enterprise): Firm | null {
  const trade = trades[(place * 7) % trades.length]
  const last = [...years].sort((a, b) => b.year - a.year)[0]
  if (!trade || last?.revenueFen == null) return null
  return { id, name, trade, revenueWan: last.revenueFen / 1_000_000, registeredAt }
}

/** Who submits what when: more from year to year, by the seasons, on working days, and in every month. */
export function planRequests(applications: number, from: LawDate, until: LawDate): readonly PlannedRequest[] {
  const days = weighted(from, until)
  const whole = days.at(-1)?.upTo ?? 0
  const count = Math.round(applications / APPLICATIONS_PER_REQUEST)
  let next = 0
  return Array.from({ length: count }, (_, place): PlannedRequest => {
    const share = ((place + 0.5) / count) * whole
    while ((days[next]?.upTo ?? Infinity) < share) next += 1
    const day = days[next]?.day ?? from
    const chance = chanceOf(SEED + place * 7919)
    const at = atWork(day, chance)
    const hall = chance.percent(52) && day < addDays(until, -HALL_DAYS)
    return { serial: place + 1, at, channel: hall ? 'hall' : 'directed', chance }
  })
}

function weighted(from: LawDate, until: LawDate): readonly { readonly day: LawDate; readonly upTo: number }[] {
  const days: { day: LawDate; upTo: number }[] = []
  const last = new Date(until).getTime()
  const first = new Date(from).getTime()
  let upTo = 0
  for (let day = from; day <= until; day = addDays(day, 1)) {
    if (!isWorkingDay(day)) continue
    const growth = 0.55 + (0.9 * (new Date(day).getTime() - first)) / Math.max(1, last - first)
    upTo += growth * (SEASON[partsOf(day).month - 1] ?? 1)
    days.push({ day, upTo })
  }
  return days
}

/** How many numbers each year takes, so that they can be set aside before. */
export function numbersByYear(planned: readonly PlannedRequest[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { at } of planned) {
    const { year } = partsOf(chinaDay(at))
    counts.set(year, (counts.get(year) ?? 0) + 1)
  }
  return counts
}
