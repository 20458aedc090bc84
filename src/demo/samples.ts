import { addMonths, type LawDate, chinaDay } from '../kernel/dates.js'
import { parseCreditCode, SAMPLE_CODE_STEM } from '../kernel/credit-code.js'
import type { SampleEnterprise } from '../enterprises/index.js'
import type { FactValue } from '@lueqiao/matching-engine'
import { findRegister, type NewEntry, type RegisterId } from '../registers/index.js'
import { chanceOf, yearsOf, type Chance } from './sample-figures.js'
import { sampleNeeds } from './sample-needs.js'
import { trades, type Trade } from './sample-trades.js'

export const SAMPLE_COUNT = 200
/** Chosen once: the samples are the same on every machine. */
const SEED = 20_261_122

export type SampleData = {
  readonly enterprises: readonly SampleEnterprise[]
  /** Rows of the registers that speak of them. */
  readonly entries: ReadonlyMap<RegisterId, readonly NewEntry[]>
}

/** Invented enterprises of all divisions, sizes and trades, the same each time but for the day they are made on. */
export function makeSamples(divisions: readonly string[], now: Date): SampleData {
  const today = chinaDay(now)
  const chance = chanceOf(SEED)
  const entries = new Map<RegisterId, NewEntry[]>()
  const list = (register: RegisterId, entry: NewEntry) =>
    entries.set(register, [...(entries.get(register) ?? []), entry])
  const enterprises = Array.from({ length: SAMPLE_COUNT }, (_, place) => {
    const division = divisions[place % divisions.length] ?? '第一师'
    const trade = trades[(place * 7) % trades.length]
    if (!trade) throw new Error('there are no trades')
    return oneSample({ place, division, trade, today, now }, chance, list)
  })
  return { enterprises, entries }
}

type About = {
  readonly place: number
  readonly division: string
  readonly trade: Trade
  readonly today: LawDate
  readonly now: Date
}
type List = (register: RegisterId, entry: NewEntry) => void

/** Revenue in 万元 and people: from a shop of five to a works of two thousand. */
const SIZES = [
  { revenue: [40, 280], people: [3, 18] },
  { revenue: [300, 1900], people: [20, 95] },
  { revenue: [2000, 39_000], people: [100, 290] },
  { revenue: [40_000, 180_000], people: [320, 2100] },
] as const

function oneSample({ place, division, trade, today, now }: About, chance: Chance, list: List): SampleEnterprise {
  const number = String(place + 1).padStart(3, '0')
  const size = SIZES[chance.pick([0, 0, 0, 1, 1, 1, 2, 2, 3])] ?? SIZES[0]
  const revenueWan = chance.between(size.revenue[0], size.revenue[1])
  const employees = chance.between(size.people[0], size.people[1])
  const subject = {
    name: `${division.slice(1)}${trade.word}示例${number}号有限公司`,
    creditCode: sampleCode(place + 1),
  }
  const facts = factsOf({ division, trade, today, revenueWan }, chance)
  const findings = listings(subject, facts, today, chance, list)
  const years = yearsOf(chance, Number(today.slice(0, 4)) - 1, { revenueWan, employees, industrial: trade.industrial })
  return {
    ...subject,
    // The last ten wait for the centre.
    status: place < SAMPLE_COUNT - 10 ? 'approved' : 'pending',
    facts,
    years: chance.percent(90) ? years : years.slice(1),
    needs: sampleNeeds(trade, revenueWan, chance),
    findings,
    registeredAt: registrationOf(place, facts['enterprise.establishedOn'], now),
  }
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Many came when the portal opened, two years ago, the others one by one, and nobody before there was the firm. */
function registrationOf(place: number, establishedOn: FactValue | undefined, now: Date): Date {
  const waiting = SAMPLE_COUNT - 10
  if (place >= waiting) return new Date(now.getTime() - (SAMPLE_COUNT - place) * 2 * HOUR_MS)
  const daysAgo = 745 - 690 * (place / waiting) ** 1.6
  const first = typeof establishedOn === 'string' ? Date.parse(establishedOn) + 20 * DAY_MS : 0
  return new Date(Math.max(now.getTime() - Math.round(daysAgo * DAY_MS) - place * 60_000, first))
}

/**
 * A code whose check character is right, in a form that no authority gives out: division 000000 does not exist, and
 * the body begins with DEM0.
 */
export function sampleCode(number: number): string {
  const stem = `${SAMPLE_CODE_STEM}${String(number).padStart(5, '0')}`
  for (const last of '0123456789ABCDEFGHJKLMNPQRTUWXY') if (parseCreditCode(stem + last).ok) return stem + last
  throw new Error(`no check character fits ${stem}`)
}

function factsOf(
  { division, trade, today, revenueWan }: { division: string; trade: Trade; today: LawDate; revenueWan: number },
  chance: Chance,
): Record<string, FactValue> {
  const months = chance.between(5, 300)
  const known: Record<string, FactValue | null> = {
    'enterprise.division': division,
    'enterprise.industry': trade.industry,
    'enterprise.establishedOn': addMonths(today, -months),
    'enterprise.legalRepSince': addMonths(today, -chance.between(1, months)),
    'enterprise.ownership': chance.pick(['国有', '民营', '民营', '民营', '民营', '集体']),
    'enterprise.legalRepAge': chance.between(28, 66),
    'enterprise.loanBalanceWan': chance.percent(70) ? Math.round(revenueWan * chance.next() * 0.5) : 0,
    'enterprise.invoiced12mWan': Math.round(revenueWan * (0.8 + chance.next() * 0.2)),
    'enterprise.taxGrade': chance.pick(['A', 'A', 'B', 'B', 'B', 'M', 'C']),
    'enterprise.overdueNow': chance.percent(3),
    'enterprise.overdueCount24m': chance.percent(85) ? 0 : chance.between(1, 4),
    'enterprise.creditInquiries6m': chance.between(0, 9),
    'enterprise.dishonest': chance.percent(2),
    'enterprise.environmentalPenalty24m': chance.percent(6),
    'enterprise.environmentRating': trade.industrial ? chance.pick(['绿', '绿', '蓝', '蓝', '黄']) : null,
    'enterprise.energyInspection': trade.industrial ? chance.pick(['合格', '合格', '整改中', '未监察']) : null,
    'enterprise.greenFactory':
      trade.industrial && chance.percent(35) ? chance.pick(['国家级', '兵团级', '兵团级', '师市级']) : '无',
    'enterprise.carbonMarket': trade.industrial && chance.percent(10),
    'enterprise.titles': titlesOf(chance),
    'enterprise.patents': chance.percent(60) ? 0 : chance.between(1, 40),
  }
  const always = new Set(['enterprise.division', 'enterprise.industry', 'enterprise.greenFactory'])
  // One in twelve is not filled in: what is not known is part of every real profile.
  const kept = Object.entries(known).filter(
    ([fact, value]) => value !== null && (always.has(fact) || !chance.percent(8)),
  )
  return Object.fromEntries(kept) as Record<string, FactValue>
}

const titlesOf = (chance: Chance): string[] =>
  ['高新技术企业', '科技型中小企业', '创新型中小企业', '专精特新中小企业', '农业产业化龙头'].filter(() =>
    chance.percent(14),
  )

/** Puts the claims into the registers; in a few cases a register says otherwise, so that a contradiction can be seen. */
function listings(
  subject: { readonly name: string; readonly creditCode: string },
  facts: Readonly<Record<string, FactValue>>,
  today: LawDate,
  chance: Chance,
  list: List,
): SampleEnterprise['findings'] {
  const year = Number(today.slice(0, 4)) - 1
  const found: SampleEnterprise['findings'][number][] = []
  const row = { ...subject, year, validFrom: null, validTo: null, source: '示例数据' }
  const title = (id: RegisterId) => findRegister(id)?.title ?? ''
  const factory = facts['enterprise.greenFactory']
  if (typeof factory === 'string' && factory !== '无') {
    const grade = chance.percent(92) ? factory : '师市级'
    list('green-factory', { ...row, grade })
    found.push({ fact: 'enterprise.greenFactory', value: grade, register: title('green-factory') })
  }
  const inspection = facts['enterprise.energyInspection']
  if (typeof inspection === 'string' && inspection !== '未监察' && chance.percent(70)) {
    const grade = chance.percent(94) ? inspection : '不合格'
    list('energy-inspection', { ...row, grade })
    found.push({ fact: 'enterprise.energyInspection', value: grade, register: title('energy-inspection') })
  }
  const titles = facts['enterprise.titles']
  if (Array.isArray(titles) && titles.length > 0 && chance.percent(60)) {
    const held = titles as readonly string[]
    for (const grade of held) list('titles', { ...row, grade })
    const value = (findRegister('titles')?.grade?.values ?? []).filter((one) => held.includes(one))
    found.push({ fact: 'enterprise.titles', value, register: title('titles') })
  }
  return found
}
