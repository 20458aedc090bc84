import type { Leaf, Rule, Scalar } from './types.js'

/** Every leaf of a rule, from left to right. */
export function leavesOf(rule: Rule): readonly Leaf[] {
  if ('all' in rule) return rule.all.flatMap(leavesOf)
  if ('any' in rule) return rule.any.flatMap(leavesOf)
  if ('not' in rule) return leavesOf(rule.not)
  return [rule]
}

/** The literals of a leaf's bound; none when the bound is relative to another fact. */
export function literalsOf({ value }: Leaf): readonly Scalar[] {
  if (typeof value !== 'object') return [value]
  return 'of' in value ? [] : value
}

/** The facts a leaf reads: its own and the one its bound is relative to. */
export function factsOfLeaf(leaf: Leaf): readonly string[] {
  const { value } = leaf
  return typeof value === 'object' && 'of' in value ? [leaf.fact, value.of] : [leaf.fact]
}

/** The facts a rule reads, each once. */
export function factsOfRule(rule: Rule): ReadonlySet<string> {
  return new Set(leavesOf(rule).flatMap(factsOfLeaf))
}
