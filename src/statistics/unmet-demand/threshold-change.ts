import {
  compileCatalogue,
  verdictsOf,
  factSpec,
  formatNumber,
  type Catalogue,
  type CompiledCatalogue,
  type Facts,
  type Product,
  type Rule,
} from '@lueqiao/matching-engine'
import { quantile } from '../figures/aggregate.js'
import { kindOf, type ConditionKind, type Side } from './blockers.js'
import { sumOf, type BlockerGroup, type Sum, type UnmetNeed } from './unmet-needs.js'
import { fieldFault, type FieldFault } from '../../kernel/field-fault.js'

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

/** A threshold that can be tried out: of every group that has one. */
export type ChangeOption = {
  readonly value: string
  readonly text: string
  readonly change: Omit<ThresholdChange, 'to'>
}

export const changeOptions = (groups: readonly BlockerGroup[]): readonly ChangeOption[] =>
  groups.flatMap((group) => {
    const threshold = thresholdOf(group)
    if (threshold === null || group.blocker.why !== 'condition') return []
    const { fact, side } = threshold
    const { unit } = group.blocker.kind
    return [{ value: group.key, text: `${group.blocker.kind.label}（${unit}）`, change: { fact, side } }]
  })

/** Reads which threshold is tried out, and where it is moved to; null where none is asked for. */
export function readChange(
  { rule, bound }: Readonly<Record<string, unknown>>,
  options: readonly ChangeOption[],
): {
  readonly change: ThresholdChange | null
  readonly faults: readonly FieldFault[]
  readonly rule: string
  readonly bound: string
} {
  const sent = { rule: typeof rule === 'string' ? rule.slice(0, 100) : '', bound: typeof bound === 'string' ? bound.trim().slice(0, 20) : '' } // prettier-ignore
  if (sent.rule === '' && sent.bound === '') return { change: null, faults: [], ...sent }
  const option = options.find(({ value }) => value === sent.rule)
  const number = /^-?\d{1,9}(\.\d{1,4})?$/.test(sent.bound) ? Number(sent.bound) : null
  const faults = [
    ...(option === undefined ? [fieldFault('rule', '请从列表中选择一个门槛；换了筛选条件后，列表会变')] : []),
    ...(number === null ? [fieldFault('bound', '新门槛请填数字，例如 75')] : []),
  ]
  return { change: option === undefined || number === null ? null : { ...option.change, to: number }, faults, ...sent }
}

/** `资产负债率上限改为 75%`. */
export function changeText({ fact, side, to }: ThresholdChange): string {
  const { label, unit } = factSpec(fact)
  return `${label}${side === 'most' ? '上限' : '下限'}改为 ${formatNumber(to)}${unit === '%' ? '%' : ` ${unit}`}`.trim()
}
