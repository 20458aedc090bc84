import {
  compileCatalogue,
  verdictsOf,
  type Catalogue,
  type CompiledCatalogue,
  type Facts,
  type Product,
  type Rule,
} from '@lueqiao/matching-engine'
import { quantile } from '../figures/aggregate.js'
import { kindOf, type ConditionKind, type Side } from './condition-key.js'
import { sumOf, type BlockerGroup, type Sum, type UnmetNeed } from './unmet-needs.js'

/** One threshold moved for every product that has it, as far as it is stricter. */
export type ThresholdChange = { readonly fact: string; readonly side: Side; readonly to: number }

/** What a change would open: an upper bound, since a bank decides on more than its published conditions. */
export type Unlocked = { readonly needs: readonly UnmetNeed[]; readonly sum: Sum }

/** The catalogue with one threshold moved. A threshold that is looser already stays, and so does one within a `not`. */
export function relaxed({ fact, side, to }: ThresholdChange, catalogue: Catalogue): Catalogue {
  const stricter = (bound: number | null) => bound !== null && (side === 'most' ? bound < to : bound > to)
  const moved = (bound: number | null) => (stricter(bound) ? to : bound)
  const rule = (one: Rule): Rule => {
    if ('all' in one) return { all: one.all.map(rule) }
    if ('any' in one) return { any: one.any.map(rule) }
    if ('not' in one || one.fact !== fact || typeof one.value !== 'number' || !stricter(one.value)) return one
    return kindOf(one).threshold?.side === side ? { ...one, op: side === 'most' ? '<=' : '>=', value: to } : one
  }
  const product = (one: Product): Product => {
    const { amount, term } = one
    const next = { ...one, criteria: rule(one.criteria) }
    if (fact === 'need.amountWan') {
      const bound = side === 'most' ? { maxWan: moved(amount.maxWan) } : { minWan: moved(amount.minWan) }
      return { ...next, amount: { ...amount, ...bound } }
    }
    if (fact !== 'need.termMonths') return next
    const bound = side === 'most' ? { maxMonths: moved(term.maxMonths) } : { minMonths: moved(term.minMonths) }
    return { ...next, term: { ...term, ...bound } }
  }
  return { ...catalogue, products: catalogue.products.map(product) }
}

/** Which needs without a product would have one if this threshold were moved. */
export function unlockedBy(
  change: ThresholdChange,
  compiled: CompiledCatalogue,
  unmet: readonly UnmetNeed[],
): Unlocked {
  const { catalogue, vocabulary, sizeBands } = compiled
  const changed = compileCatalogue(relaxed(change, catalogue), vocabulary, sizeBands)
  return opened(unmet.filter(({ facts }) => verdictsOf(changed, facts).eligible > 0))
}

/** What a guarantee fund offers. */
export const GUARANTEE = '融资担保'

/** Which needs without a product would have one if each could offer a guarantee besides what it offers now. */
export function unlockedByGuarantee(compiled: CompiledCatalogue, unmet: readonly UnmetNeed[]): Unlocked {
  return opened(unmet.filter(({ facts }) => verdictsOf(compiled, guaranteed(facts)).eligible > 0))
}

function guaranteed(facts: Facts): Facts {
  const offered = facts['need.securities']
  const kinds = Array.isArray(offered) ? (offered as readonly string[]) : []
  return { ...facts, 'need.securities': [...kinds.filter((kind) => kind !== GUARANTEE), GUARANTEE] }
}

const opened = (needs: readonly UnmetNeed[]): Unlocked => ({ needs, sum: sumOf(needs) })

type Threshold = NonNullable<ConditionKind['threshold']>

/** The threshold of a group, where it has one that could be moved. */
export const thresholdOf = ({ blocker }: Pick<BlockerGroup, 'blocker'>): Threshold | null =>
  blocker.why === 'condition' ? blocker.kind.threshold : null

/**
 * The threshold that would take in half of a group: the middle of the values its needs have. Null where the group has no
 * threshold, or no need whose value is known.
 */
export function medianChange({ blocker, needs }: BlockerGroup): ThresholdChange | null {
  const threshold = thresholdOf({ blocker })
  if (threshold === null) return null
  const { fact, side } = threshold
  const values = needs.flatMap(({ facts }) => {
    const value = facts[fact]
    return typeof value === 'number' ? [side === 'most' ? value : -value] : []
  })
  const middle = quantile(values, 0.5)
  if (middle === null) return null
  // Outwards to two decimals, so that the value in the middle is let in.
  const rounded = Math.ceil(middle * 100) / 100
  return { fact, side, to: side === 'most' ? rounded : -rounded }
}
