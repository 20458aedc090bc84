import { daysBetween } from '../../kernel/dates.js'
import { dateOf, type Period } from '../rows/day.js'
import { quantile } from '../figures/aggregate.js'
import { rowsDuring, type Dataset } from '../rows/dataset.js'
import type { CaseRow, RowAttributes, RequestRow } from '../rows/row-types.js'
import { significantAt, FEWEST_CASES, rateDifferenceP, timeDifferenceP } from './significance-tests.js'

export const FAIRNESS_DIMENSIONS = ['division', 'zone', 'size', 'age', 'ownership'] as const
export type FairnessDimension = (typeof FAIRNESS_DIMENSIONS)[number]

export const RATES = ['matched', 'claimed', 'refused'] as const
export type RateName = (typeof RATES)[number]

/** A request and what came of it. */
export type FairnessOutcome = {
  readonly row: RequestRow
  readonly matched: boolean
  /** At least one bank took it. */
  readonly claimed: boolean
  /** At least one bank refused it. */
  readonly refused: boolean
  /** Calendar days from submission to the first indicative offer of any bank; null while there is none. */
  readonly offerDays: number | null
}

/** Every request submitted in the period, with what came of it up to now. */
export function fairnessOutcomes(
  { requests, cases }: Pick<Dataset, 'requests' | 'cases'>,
  period: Period,
): readonly FairnessOutcome[] {
  const byRequest = new Map<string, CaseRow[]>()
  for (const row of cases) {
    const group = byRequest.get(row.requestId)
    if (group) group.push(row)
    else byRequest.set(row.requestId, [row])
  }
  return rowsDuring(requests, ({ day }) => day, period).map((row) => {
    const own = byRequest.get(row.id) ?? []
    const offered = own.flatMap(({ offeredDay }) => (offeredDay === null ? [] : [offeredDay]))
    return {
      row,
      matched: row.matched,
      claimed: own.some(({ claimedDay }) => claimedDay !== null),
      refused: own.some(({ declinedDay }) => declinedDay !== null),
      offerDays: offered.length === 0 ? null : daysBetween(dateOf(row.day), dateOf(Math.min(...offered))),
    }
  })
}

/** What a test says: whether a group differs from all others of its table by more than chance. */
export type Finding = {
  /** Null where there are too few cases to test. */
  readonly p: number | null
  readonly marked: boolean
  /** Above or below the others; 0 the same, or not told. */
  readonly side: -1 | 0 | 1
}

export type GroupRate = Finding & { readonly hits: number; readonly share: number; readonly othersShare: number | null }
export type GroupTime = Finding & {
  readonly count: number
  readonly median: number | null
  readonly othersMedian: number | null
}

export type FairnessGroup = {
  /** Null: not known. Such a group is shown, and neither tested nor among the others. */
  readonly key: string | null
  readonly cases: number
  readonly tooFew: boolean
  readonly rates: Readonly<Record<RateName, GroupRate>>
  readonly time: GroupTime
}

/** Age of a firm in whole years: under 2, from 2 to under 5, from 5 to under 10, 10 and more. */
export function ageBand(years: number | null): string | null {
  if (years === null) return null
  return years < 2 ? '<2' : years < 5 ? '2-5' : years < 10 ? '5-10' : '10+'
}

/** @param zoneOf the part of the country a division lies in; null where it is in none */
export function groupKey(
  by: FairnessDimension,
  keys: RowAttributes,
  zoneOf: (division: string) => string | null,
): string | null {
  switch (by) {
    case 'division':
      return keys.division
    case 'zone':
      return keys.division === null ? null : (zoneOf(keys.division) ?? 'none')
    case 'size':
      return keys.size
    case 'age':
      return ageBand(keys.years)
    case 'ownership':
      return keys.ownership
  }
}

/** Of all differences marked on a page, at most this share is expected to be chance. */
export const FALSE_SHARE = 0.05

type Tested = { readonly p: number | null; readonly side: -1 | 0 | 1 }
type Untested = Omit<FairnessGroup, 'rates' | 'time'> & {
  readonly rates: Readonly<Record<RateName, Omit<GroupRate, 'marked'>>>
  readonly time: Omit<GroupTime, 'marked'>
}

/**
 * How requests fared by group, each group against all others of its table that are known. Four outcomes of every group
 * of every table are tested together, so that looking at many numbers does not by itself find differences.
 */
export function fairnessTables(
  outcomes: readonly FairnessOutcome[],
  zoneOf: (division: string) => string | null,
): Readonly<Record<FairnessDimension, readonly FairnessGroup[]>> {
  const tables = FAIRNESS_DIMENSIONS.map((by) => [by, untested(outcomes, by, zoneOf)] as const)
  const tests = tables.flatMap(([, groups]) => groups.flatMap(({ rates, time }) => [...RATES.map((name) => rates[name]), time])) // prettier-ignore
  const marks = significantAt(
    tests.map(({ p }) => p),
    FALSE_SHARE,
  )
  const marked = new Map<Tested, boolean>(tests.map((test, at) => [test, marks[at] ?? false]))
  const mark = <Test extends Tested>(test: Test) => ({ ...test, marked: marked.get(test) ?? false })
  const told = (groups: readonly Untested[]): readonly FairnessGroup[] =>
    groups.map((group) => {
      const { matched, claimed, refused } = group.rates
      const rates = { matched: mark(matched), claimed: mark(claimed), refused: mark(refused) }
      return { ...group, rates, time: mark(group.time) }
    })
  const of = (wanted: FairnessDimension) => told(tables.find(([by]) => by === wanted)?.[1] ?? [])
  return { division: of('division'), zone: of('zone'), size: of('size'), age: of('age'), ownership: of('ownership') }
}

function untested(
  outcomes: readonly FairnessOutcome[],
  by: FairnessDimension,
  zoneOf: (division: string) => string | null,
): readonly Untested[] {
  const groups = new Map<string | null, FairnessOutcome[]>()
  for (const outcome of outcomes) {
    const key = groupKey(by, outcome.row, zoneOf)
    const group = groups.get(key)
    if (group) group.push(outcome)
    else groups.set(key, [outcome])
  }
  return [...groups]
    .map(([key, own]) => {
      const rest = key === null ? [] : [...groups].flatMap(([other, some]) => (other === key || other === null ? [] : some)) // prettier-ignore
      const rate = (name: RateName) => compareRates(own, rest, name)
      return {
        ...{ key, cases: own.length, tooFew: own.length < FEWEST_CASES },
        rates: { matched: rate('matched'), claimed: rate('claimed'), refused: rate('refused') },
        time: compareTimes(own, rest),
      }
    })
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || b.cases - a.cases)
}

function compareRates(
  own: readonly FairnessOutcome[],
  rest: readonly FairnessOutcome[],
  name: RateName,
): Omit<GroupRate, 'marked'> {
  const count = (some: readonly FairnessOutcome[]) => ({
    hits: some.filter((one) => one[name]).length,
    cases: some.length,
  })
  const [one, others] = [count(own), count(rest)]
  const share = one.hits / one.cases
  const othersShare = others.cases === 0 ? null : others.hits / others.cases
  return {
    ...{ hits: one.hits, share, othersShare },
    p: rateDifferenceP(one, others),
    side: othersShare === null ? 0 : sideOf(share - othersShare),
  }
}

function compareTimes(own: readonly FairnessOutcome[], rest: readonly FairnessOutcome[]): Omit<GroupTime, 'marked'> {
  const days = (some: readonly FairnessOutcome[]) =>
    some.flatMap(({ offerDays }) => (offerDays === null ? [] : [offerDays]))
  const [one, others] = [days(own), days(rest)]
  const [median, othersMedian] = [quantile(one, 0.5), quantile(others, 0.5)]
  return {
    ...{ count: one.length, median, othersMedian },
    p: timeDifferenceP(one, others),
    side: median === null || othersMedian === null ? 0 : sideOf(median - othersMedian),
  }
}

const sideOf = (difference: number): -1 | 0 | 1 => (difference > 0 ? 1 : difference < 0 ? -1 : 0)
