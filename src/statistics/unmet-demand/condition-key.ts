import { factSpec, isNumeric, leavesOf, type Facts, type Leaf, type Rule } from '@lueqiao/matching-engine'

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
