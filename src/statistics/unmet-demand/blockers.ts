import {
  evaluate,
  verdictsOf,
  factSpec,
  isNumeric,
  leavesOf,
  type CompiledCatalogue,
  type Facts,
  type Leaf,
  type Rule,
} from '@lueqiao/matching-engine'

/**
 * What kind of condition a rule is, whatever its threshold and whichever product asks for it: `负债率上限` is one kind for
 * all products. A number at the end of a kind's key would be a threshold, and there is none.
 */
export type ConditionKind = {
  readonly key: string
  readonly label: string
  /** Of a distance to it; empty where nothing is measured. */
  readonly unit: string
  /** A plain number that a threshold is compared with: one that could be moved. Null for everything else. */
  readonly threshold: { readonly fact: string; readonly side: Side } | null
}

/** `most`: the value must not be above the threshold; `least`: not below. */
export type Side = 'most' | 'least'

export function kindOf(rule: Rule): ConditionKind {
  if ('all' in rule || 'any' in rule || 'not' in rule) {
    const facts = [...new Set(leavesOf(rule).map(({ fact }) => fact))].sort()
    const labels = facts.map((fact) => factSpec(fact).label).join('、')
    const [word, key] = 'any' in rule ? ['满足其一', 'any'] : 'all' in rule ? ['同时满足', 'all'] : ['不得', 'not']
    return { key: `${key}:${facts.join('+')}`, label: `${labels}（${word}）`, unit: '', threshold: null }
  }
  const spec = factSpec(rule.fact)
  const side = sideOf(rule)
  if (side === null) return { key: rule.fact, label: spec.label, unit: '', threshold: null }
  const words = side === 'most' ? '上限' : '下限'
  if (typeof rule.value === 'object' && 'of' in rule.value) {
    const label = `${spec.label}${words}（按${factSpec(rule.value.of).label}的倍数）`
    return { key: `${rule.fact}:${side}:${rule.value.of}`, label, unit: spec.unit, threshold: null }
  }
  return {
    key: `${rule.fact}:${side}`,
    label: `${spec.label}${words}`,
    unit: spec.unit,
    threshold: { fact: rule.fact, side },
  }
}

/** Which way a numeric leaf bounds its fact; null where it does not. */
export function sideOf({ fact, op, value }: Leaf): Side | null {
  if (!isNumeric(factSpec(fact)) || typeof value === 'boolean' || typeof value === 'string') return null
  if (op === '<=' || op === '<') return 'most'
  return op === '>=' || op === '>' ? 'least' : null
}

/**
 * How far the value is from the threshold it misses, in the unit of the fact. Null where the condition has no such
 * distance, or where a value is not known.
 */
export function distanceTo(rule: Rule, facts: Facts): number | null {
  if ('all' in rule || 'any' in rule || 'not' in rule || sideOf(rule) === null) return null
  const actual = facts[rule.fact]
  const bound = boundIn(rule, facts)
  return typeof actual === 'number' && bound !== null ? Math.abs(actual - bound) : null
}

function boundIn({ value }: Leaf, facts: Facts): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || !('of' in value)) return null
  const base = facts[value.of]
  return typeof base === 'number' ? base * value.times : null
}

/**
 * Why a need fits no product. `condition`: one condition alone shuts it out of at least one product, and this kind of
 * condition does so from most of them. `several`: every product has at least two that are not met. `unknown`: nothing
 * fits, but something may, once more is known of it; unknown is not a no.
 */
export type Blocker =
  | {
      readonly why: 'condition'
      readonly kind: ConditionKind
      readonly products: number
      readonly distance: number | null
    }
  | { readonly why: 'several' }
  | { readonly why: 'unknown' }

/**
 * @param facts in the engine's words, derived ones included
 * @returns null when some product fits
 */
export function blockerOf(compiled: CompiledCatalogue, facts: Facts): Blocker | null {
  const { eligible, needsInformation, nearMisses } = verdictsOf(compiled, facts)
  if (eligible > 0) return null
  if (needsInformation > 0) return { why: 'unknown' }
  const kinds = new Map<string, { readonly kind: ConditionKind; products: number; distance: number | null }>()
  for (const place of nearMisses) {
    const failing = compiled.products[place]?.conditions.find((rule) => evaluate(rule, facts) === 'fail')
    if (failing === undefined) continue
    const kind = kindOf(failing)
    const distance = distanceTo(failing, facts)
    const before = kinds.get(kind.key)
    if (before === undefined) kinds.set(kind.key, { kind, products: 1, distance })
    else {
      before.products += 1
      before.distance = nearer(before.distance, distance)
    }
  }
  const [most] = [...kinds.values()].sort((a, b) => b.products - a.products || (a.kind.key < b.kind.key ? -1 : 1))
  return most === undefined ? { why: 'several' } : { why: 'condition', ...most }
}

const nearer = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
