import type { OpenNeed } from '../../enterprises/index.js'
import { chinaDay } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import {
  coverage,
  deriveFacts,
  populationOf,
  type CompiledCatalogue,
  type Facts,
  type FactValue,
} from '@lueqiao/matching-engine'
import { dayOf, type Day } from '../rows/day.js'
import { quantile } from '../figures/aggregate.js'
import type { RowAttributes } from '../rows/row-types.js'
import type { SectionOf } from '../rows/rows-from-records.js'
import { blockerOf, kindOf, type Blocker } from './blockers.js'

/** An open need as the page counts it. */
export type NeedRow = RowAttributes & {
  readonly needId: string
  readonly title: string
  readonly day: Day
  /** Null: the need names no amount. */
  readonly amountFen: Fen | null
  /** Derived ones included. */
  readonly facts: Facts
}

/** A need that fits no product, and why. */
export type UnmetNeed = NeedRow & { readonly blocker: Blocker }

export function needRow(
  { need, enterprise, facts: given }: OpenNeed,
  compiled: Pick<CompiledCatalogue, 'sizeBands'>,
  sectionOf: SectionOf,
): NeedRow {
  // prettier-ignore
  const facts = deriveFacts(given, compiled.sizeBands)
  const industry = asText(facts['enterprise.industry'])
  const years = facts['enterprise.yearsInOperation']
  return {
    needId: need.id,
    enterpriseId: enterprise.id,
    enterpriseName: enterprise.name,
    isSample: enterprise.isSample,
    title: need.title,
    day: dayOf(chinaDay(need.createdAt)),
    amountFen: need.amountFen,
    division: asText(facts['enterprise.division']),
    section: industry === null ? null : sectionOf(industry),
    size: asText(facts['enterprise.sizeClass']),
    ownership: asText(facts['enterprise.ownership']),
    years: typeof years === 'number' ? years : null,
    green: need.greenCode,
    purpose: need.purpose,
    firstLoan: null,
    facts,
  }
}

const asText = (value: FactValue | undefined): string | null => (typeof value === 'string' ? value : null)

export const unmetOf = (compiled: CompiledCatalogue, needs: readonly NeedRow[]): readonly UnmetNeed[] =>
  needs.flatMap((need) => {
    const blocker = blockerOf(compiled, need.facts)
    return blocker === null ? [] : [{ ...need, blocker }]
  })

/** Under which name a need is counted: the kind of condition, or that there is none alone. */
export const blockerKey = ({ blocker }: UnmetNeed): string =>
  blocker.why === 'condition' ? blocker.kind.key : `=${blocker.why}`
export const blockerLabel = (blocker: Blocker): string =>
  blocker.why === 'condition' ? blocker.kind.label : blocker.why === 'several' ? '每个产品都有两项以上条件不符' : '资料不全，补齐后可能符合' // prettier-ignore

/** Needs and the amounts they name; a need without one is counted apart, and is in no sum. */
export type Sum = { readonly count: number; readonly fen: Fen; readonly unknown: number }
export const sumOf = (needs: readonly { readonly amountFen: Fen | null }[]): Sum => ({
  count: needs.length,
  fen: needs.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0),
  unknown: needs.filter(({ amountFen }) => amountFen === null).length,
})

export type BlockerGroup = {
  readonly key: string
  readonly blocker: Blocker
  readonly needs: readonly UnmetNeed[]
  readonly sum: Sum
  /** Median distance to the nearest threshold of this kind; null where none is known. */
  readonly distance: number | null
  /** Needs whose distance is known. */
  readonly measured: number
  /** Products times needs that this kind of condition alone keeps apart, among all needs without a product. */
  readonly apart: number
}

/** Needs without a product by what excludes them; every need is in one group, the largest first. */
export function blockerGroups(compiled: CompiledCatalogue, unmet: readonly UnmetNeed[]): readonly BlockerGroup[] {
  const apart = keptApart(compiled, unmet)
  const groups = new Map<string, UnmetNeed[]>()
  for (const need of unmet) {
    const group = groups.get(blockerKey(need))
    if (group) group.push(need)
    else groups.set(blockerKey(need), [need])
  }
  return [...groups]
    .flatMap(([key, needs]) => {
      const [first] = needs
      if (first === undefined) return []
      const distances = needs.flatMap(({ blocker }) => (blocker.why === 'condition' && blocker.distance !== null ? [blocker.distance] : [])) // prettier-ignore
      return [
        {
          ...{ key, blocker: first.blocker, needs, sum: sumOf(needs) },
          ...{ distance: quantile(distances, 0.5), measured: distances.length, apart: apart.get(key) ?? 0 },
        },
      ]
    })
    .sort((a, b) => b.needs.length - a.needs.length || (a.key < b.key ? -1 : 1))
}

/** The engine's coverage over these needs: how often each kind of condition alone shuts a need out of a product. */
function keptApart(compiled: CompiledCatalogue, unmet: readonly UnmetNeed[]): ReadonlyMap<string, number> {
  const { aloneExcludes } = coverage(compiled, populationOf(unmet.map(({ facts }) => facts)))
  const counts = new Map<string, number>()
  compiled.products.forEach(({ conditions }, place) => {
    conditions.forEach((rule, at) => {
      const count = aloneExcludes[place]?.[at] ?? 0
      if (count === 0) return
      const { key } = kindOf(rule)
      counts.set(key, (counts.get(key) ?? 0) + count)
    })
  })
  return counts
}
